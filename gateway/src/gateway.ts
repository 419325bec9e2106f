import {
  type Clock,
  createIdentitySigner,
  type EventBus,
  IDENTITY_HEADER,
  type IdentitySigner,
  type Keyring,
  type Logger,
  type ServiceClient,
} from '@accounts-center/subgraph-kit';
import { identityOf } from './caller.ts';
import { type CallingParts, createEdge, type Edge, type ServedGraph } from './edge.ts';
import type { EngineName } from './engine.ts';
import { addEventDoor } from './events/gateway-bus.ts';
import { onePassword } from './graphql/one-password.ts';
import { addOwnRoutes } from './own-routes.ts';
import { askReadiness } from './readiness.ts';
import { askSdlOf } from './schema-source/ask-sdl.ts';
import { composedSupergraph } from './schema-source/composed-supergraph.ts';
import type { ReadSupergraph } from './schema-source/watch-supergraph.ts';
import { type Profile, type SettingsInput, settingsSchema } from './settings/settings.ts';
import { servedSubgraphs } from './supergraph.ts';
import type { ExecuteLocally } from './transport/local-subgraph-transport.ts';
import { createSubgraphs, type Subgraphs } from './transport/subgraphs.ts';
import { transportsOf } from './transport/transports.ts';

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** Reads it anew, to see whether it has changed; it never does without. */
  readonly readSupergraph?: ReadSupergraph;
  /** The keys of the directions `gateway>…`. */
  readonly keyring: Keyring;
  /** How it calls the services. */
  readonly client: ServiceClient;
  /** The services of this process, by name: their operations go there directly. */
  readonly local?: Readonly<Record<string, ExecuteLocally>>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where people reach it: `http://localhost:4000`. */
  readonly publicUrl: string;
  /** The services of apps: they have media and a settings page. */
  readonly apps: readonly string[];
  /** Opens what helps developers: introspection, Apollo Sandbox, GraphiQL, the mailbox. */
  readonly development: boolean;
  /** How it serves the graph, where that is not as by default. */
  readonly settings?: SettingsInput;
  /** Tells what happened in the services; subscriptions to it are refused without. */
  readonly bus?: EventBus;
  /** Whether services push their events to this process, at `/events`. */
  readonly isPushedTo?: boolean;
  /** Which policies of `@policy` hold for a caller: none of them unless told. */
  readonly policies?: ServedGraph['policies'];
  /** Where metrics are served: 127.0.0.1 unless told. */
  readonly metricsHost?: string;
  /** The folder that the web build writes; no pages without it. */
  readonly webRoot?: string;
  /** Whose `x-forwarded-for` is believed: addresses or networks. */
  readonly trustedProxies?: readonly string[];
  /** `federation` unless told. */
  readonly engine?: EngineName;
}

export interface Gateway extends Edge, AsyncDisposable {}

/**
 * The gateway of this project's graph: finds out who asks, plans over the supergraph, calls the subgraphs in the caller's name.
 * @throws Error when the supergraph can't be loaded, or the keyring lacks the key to one of its services
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { supergraphSdl, keyring, client, local = {}, clock, log, development, trustedProxies = [] } = options;
  const profile: Profile = { development, graph: 'own' };
  const settings = settingsSchema(profile).parse(options.settings ?? {});
  const signer = createIdentitySigner({ issuer: 'gateway', keyring, clock });
  await checkKeys(supergraphSdl, signer);
  const transportFor = transportsOf({ client, local });
  const { compose } = settings.schema;
  const connect = (parts: Omit<CallingParts, 'addressOf'>): Subgraphs =>
    createSubgraphs({ transportFor, signer, ...parts });
  const askSdl = askSdlOf(connect({ settings: settings.subgraphs, clock, log }));
  const edge = await createEdge({
    ...options,
    graph: {
      ...options,
      readSupergraph: compose ? composedSupergraph(compose, askSdl) : options.readSupergraph,
      connect,
      identityOf,
      check: (sdl) => checkKeys(sdl, signer),
      headersFor: async (service, caller) => ({ [IDENTITY_HEADER]: await signer.for(service, caller) }),
      ready: (services, _, checks) => askReadiness(services, { client, checks, log }),
      rules: [onePassword],
      engineName: options.engine,
    },
    own: { client, signer },
    settings,
    profile,
    trustedProxies,
  });
  if (options.bus && options.isPushedTo)
    await addEventDoor(edge.server, { services: servedSubgraphs(supergraphSdl), keyring, clock, bus: options.bus });
  await addOwnRoutes(edge.server, { ...options, accessTokens: edge.accessTokens, signer });
  return { ...edge, [Symbol.asyncDispose]: edge.close };
}

/** Rejects when there is no key to call one of a supergraph's services: now, not at the first call. */
async function checkKeys(supergraphSdl: string, signer: IdentitySigner): Promise<void> {
  await Promise.all(servedSubgraphs(supergraphSdl).map((service) => signer.for(service)));
}
