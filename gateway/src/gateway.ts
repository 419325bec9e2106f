import {
  type Clock,
  createIdentitySigner,
  type Keyring,
  type Logger,
  type ServiceClient,
} from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import { createAccessTokens } from './authentication/access-tokens.ts';
import { createKeySet } from './authentication/key-set.ts';
import { fetchPublishedKeys } from './authentication/published-keys.ts';
import { createEngine } from './create-engine.ts';
import type { EngineName } from './engine.ts';
import { createApollo } from './graphql/apollo.ts';
import type { GatewayContext } from './graphql/context.ts';
import { COST_LIMITS, type CostLimits } from './graphql/cost-limit.ts';
import { onePassword } from './graphql/one-password.ts';
import { OPERATION_LIMITS } from './graphql/operation-limits.ts';
import type { BodyLimits } from './plugins/read-body.ts';
import { askReadiness, type Readiness, readinessOfLate } from './readiness.ts';
import { addRoutes } from './routes.ts';
import { createServer } from './server.ts';
import { drain } from './shutdown.ts';
import { subgraphNames } from './supergraph.ts';
import type { ExecuteLocally } from './transport/local-subgraph-transport.ts';
import { createSubgraphs } from './transport/subgraphs.ts';
import { transportsOf } from './transport/transports.ts';

const BODY_LIMITS: BodyLimits = { maxBytes: 1024 * 1024, timeoutMs: 15_000 };
const SUBGRAPH_TIMEOUT_MS = 15_000;

export interface GatewayOptions {
  readonly supergraphSdl: string;
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
  /** The folder that the web build writes; no pages without it. */
  readonly webRoot?: string;
  /** Origins whose pages may call the gateway, besides its own. */
  readonly corsOrigins?: readonly string[];
  /** Whose `x-forwarded-for` is believed: addresses or networks. */
  readonly trustedProxies?: readonly string[];
  /** Of GraphQL requests: 1 MiB within 15 s unless told. */
  readonly bodyLimits?: BodyLimits;
  /** What one operation may cost by its estimate. */
  readonly costLimits?: CostLimits;
  /** `federation` unless told. */
  readonly engine?: EngineName;
  /** How long a subgraph may take for an answer: 15 s unless told. */
  readonly subgraphTimeoutMs?: number;
}

export interface Gateway extends AsyncDisposable {
  readonly server: FastifyInstance;
  /** Begins to listen; gives the address. */
  listen(at: { port: number; host: string }): Promise<string>;
  /** Asks each subgraph whether it can serve. */
  ready(): Promise<Readiness>;
  /** Ends listening, finishes the requests under way, then ends. The client stays open. */
  close(): Promise<void>;
}

/**
 * The gateway: finds out who asks, plans over the supergraph, calls the subgraphs in the caller's name.
 * @throws Error when the supergraph can't be loaded, or the keyring lacks the key to one of its services
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { supergraphSdl, keyring, client, local = {}, clock, log, development } = options;
  const signer = createIdentitySigner({ issuer: 'gateway', keyring, clock });
  const services = subgraphNames(supergraphSdl);
  await Promise.all(services.map((service) => signer.for(service))); // a missing key shows now, not at the first call
  const keys = createKeySet({ load: () => fetchPublishedKeys({ client, signer }), clock });
  const accessTokens = createAccessTokens({ keys, clock });
  const { subgraphTimeoutMs: timeoutMs = SUBGRAPH_TIMEOUT_MS } = options;
  const subgraphs = createSubgraphs({ transportFor: transportsOf({ client, local }), signer, clock, log, timeoutMs });
  const engine = await createEngine(options.engine ?? 'federation', { supergraphSdl, subgraphs, log });
  const apollo = createApollo<GatewayContext>({
    engine,
    development,
    log,
    limits: OPERATION_LIMITS,
    rules: [onePassword],
    costLimits: options.costLimits ?? COST_LIMITS,
  });
  await apollo.start();

  const ready = (): Promise<Readiness> => askReadiness(services, { client, log });
  const { webRoot, corsOrigins = [], bodyLimits = BODY_LIMITS, trustedProxies = [] } = options;
  const server = createServer({ log, trustedProxies });
  server.addHook('onClose', () => apollo.stop());
  const asked = { ready: readinessOfLate(ready, clock) };
  await addRoutes(server, { ...options, ...asked, webRoot, corsOrigins, bodyLimits, apollo, accessTokens, signer });

  const close = (): Promise<void> => drain(server);
  return { server, listen: (at) => server.listen(at), ready, close, [Symbol.asyncDispose]: close };
}
