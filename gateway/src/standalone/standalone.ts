import { type EventBus, type Logger, systemClock } from '@accounts-center/subgraph-kit';
import { createEdge, type Edge, type ServedGraph } from '../edge.ts';
import { askByQuery, readinessOf } from '../readiness.ts';
import type { ReadSupergraph } from '../schema-source/watch-supergraph.ts';
import { type SettingsInput, settingsSchema } from '../settings/settings.ts';
import { servedSubgraphs } from '../supergraph.ts';
import { createHeaderRules } from '../transport/header-rules.ts';
import { checkAddresses, createHttpSubgraphs, type HttpSubgraphs } from './http-subgraphs.ts';

export interface StandaloneOptions {
  readonly supergraphSdl: string;
  /** Reads it anew, to see whether it has changed; it never does without. */
  readonly readSupergraph?: ReadSupergraph;
  /** How it serves the graph, where that is not as by default. */
  readonly settings?: SettingsInput;
  /** Opens introspection and suggestions in messages. */
  readonly development: boolean;
  /** Where people reach it. */
  readonly publicUrl: string;
  /** Whose `x-forwarded-for` is believed: addresses or networks. */
  readonly trustedProxies?: readonly string[];
  /** Tells what happened; subscriptions to it are refused without. */
  readonly bus?: EventBus;
  /** Which policies of `@policy` hold for a caller: none of them unless told. */
  readonly policies?: ServedGraph['policies'];
  /** Where metrics are served: 127.0.0.1 unless told. */
  readonly metricsHost?: string;
  readonly log: Logger;
}

export interface StandaloneGateway extends Edge, AsyncDisposable {}

/**
 * Serves any supergraph over HTTP. Whoever may do what, its subgraphs decide, by the headers that are forwarded.
 * @throws Error when the supergraph can't be loaded
 */
export async function createStandaloneGateway(options: StandaloneOptions): Promise<StandaloneGateway> {
  const { supergraphSdl, development, trustedProxies = [], log } = options;
  const profile = { development, graph: 'any' } as const;
  const settings = settingsSchema(profile).parse(options.settings ?? {});
  checkAddresses(supergraphSdl);
  let subgraphs: HttpSubgraphs | undefined;
  const rules = createHeaderRules(settings.subgraphs);
  const edge = await createEdge({
    ...options,
    graph: {
      ...options,
      connect: (parts) => (subgraphs = createHttpSubgraphs(parts)),
      identityOf: ({ forwarded }, service) => rules.identityOf(forwarded, service),
      check: async (sdl) => checkAddresses(sdl),
      headersFor: (service, { forwarded }) => rules.headersFor(service, forwarded),
      ready: (services, asked, checks) => {
        const askSubgraph = askByQuery(asked, { clientAddress: '' });
        return readinessOf({ subgraphs: services, askSubgraph, checks, log });
      },
    },
    settings,
    profile,
    trustedProxies,
    clock: systemClock,
  });
  edge.server.addHook('onClose', async () => subgraphs?.close());
  const { length } = servedSubgraphs(supergraphSdl);
  const words = (origin: string): string => `Serving ${length} subgraphs at ${origin}/graphql`;
  return { ...edge, listen: (at) => edge.listen(at, words), [Symbol.asyncDispose]: edge.close };
}
