import { type Clock, drain, type EventBus, type Logger, type ReadinessCheck } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import type { ValidationRule } from 'graphql';
import type { AccessTokens } from './authentication/access-tokens.ts';
import { type AuthenticationParts, createAuthentication } from './authentication/authentication.ts';
import type { Caller } from './caller.ts';
import { createEngine } from './create-engine.ts';
import type { EngineOptions, EngineSubgraphs } from './engine/engine-options.ts';
import type { SubscriptionCounts } from './engine/subscriptions/subscriptions.ts';
import type { EngineName } from './engine.ts';
import { createTrustedDocuments } from './persisted-operations/trusted-documents.ts';
import { callerKey } from './rate-limits/caller-key.ts';
import { type CallerLimits, openCallerLimits } from './rate-limits/open-caller-limits.ts';
import type { Readiness } from './readiness.ts';
import { createRequestPath } from './request-path.ts';
import { type ReadSupergraph, watchSupergraph } from './schema-source/watch-supergraph.ts';
import { ServedAddresses } from './served-addresses.ts';
import type { Profile, Settings } from './settings/settings.ts';
import type { RemoteParts } from './subscriptions/sources/remote.ts';
import { createSubscriptionSources } from './subscriptions/sources/subscription-sources.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import type { GuardedSubgraphsParts } from './transport/guarded-subgraphs.ts';

/** What else than subgraphs is needed, by its name. */
export type Checks = Readonly<Record<string, ReadinessCheck>>;

/** What every way of calling subgraphs needs of the edge. */
export type CallingParts = Omit<GuardedSubgraphsParts<Caller>, 'send'> & {
  /** Where the supergraph says that a subgraph is. */
  readonly addressOf: (service: string) => string | undefined;
};

/** The graph that is served, and who answers it. */
export interface ServedGraph {
  readonly supergraphSdl: string;
  /** Reads it anew, to see whether it has changed; it never does without. */
  readonly readSupergraph?: ReadSupergraph | undefined;
  /** Makes the way to its subgraphs. */
  readonly connect: (parts: CallingParts) => EngineSubgraphs<Caller>;
  /** All of a caller that subgraphs, or one of them, get to see: those of whom it is equal share answers under way. */
  readonly identityOf: (caller: Caller, service?: string) => string;
  /** Rejects where the subgraphs of a supergraph can not be called. */
  readonly check: (supergraphSdl: string) => Promise<void>;
  /** What a subgraph gets with what its subscriptions are opened by. */
  readonly headersFor: RemoteParts<Caller>['headersFor'];
  /** Carries the events of subgraphs that are none but that. */
  readonly bus?: EventBus | undefined;
  /** Asks each of these subgraphs whether it can serve. @param subgraphs as this edge asks them */
  readonly ready: (
    services: readonly string[],
    subgraphs: EngineSubgraphs<Caller>,
    checks: Checks,
  ) => Promise<Readiness>;
  /** Which policies of `@policy` hold for a caller: none of them unless told. */
  readonly policies?: EngineOptions<Caller>['policies'];
  /** What else this graph wants of an operation. */
  readonly rules?: readonly ValidationRule[];
  /** `federation` unless told. */
  readonly engineName?: EngineName | undefined;
}

export interface EdgeParts {
  readonly graph: ServedGraph;
  /** How the graph's own issuer of access tokens is asked, where it has one. */
  readonly own?: AuthenticationParts['own'];
  readonly settings: Settings;
  readonly profile: Profile;
  /** Where people reach it: `http://localhost:4000`. */
  readonly publicUrl: string;
  /** Whose `x-forwarded-for` is believed: addresses or networks. */
  readonly trustedProxies: readonly string[];
  /** Where metrics are served. */
  readonly metricsHost?: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A graph as clients reach it. */
export interface Edge {
  readonly server: FastifyInstance;
  readonly accessTokens: AccessTokens | undefined;
  /** Where Prometheus finds metrics, if they are served. */
  readonly metricsUrl: string | undefined;
  /** Asks all that is needed whether it can serve. */
  ready(): Promise<Readiness>;
  /** Begins to listen; gives the address. @param words for the log, of the origin */
  listen(at: { port: number; host: string }, words?: (origin: string) => string): Promise<string>;
  /** What is subscribed to; `undefined` where the engine serves no subscriptions. */
  subscriptionCounts(): SubscriptionCounts | undefined;
  /** Serves another supergraph if there is one by now, without waiting for the next time that it looks by itself. */
  lookForNewSupergraph(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Puts a graph where clients reach it: makes all that stands between the socket and the subgraphs.
 * @throws Error when the supergraph can't be loaded
 */
export async function createEdge(parts: EdgeParts): Promise<Edge> {
  const { graph, settings, clock, log } = parts;
  const own = parts.own && { own: parts.own };
  const authentication = createAuthentication({ settings: settings.authentication, clock, log, ...own });
  const documents = createTrustedDocuments(settings.persistedOperations, log);
  const telemetry = await createTelemetry(settings.telemetry, {
    log,
    host: parts.metricsHost ?? '127.0.0.1',
    operations: documents.operationNames,
  });
  const { callObserver: observer, traceHeaders } = telemetry;
  const addresses = new ServedAddresses(graph.supergraphSdl);
  const { of: addressOf } = addresses;
  warnOfUnknown(settings.subgraphs, addresses, log);
  const subgraphs = graph.connect({ settings: settings.subgraphs, clock, log, observer, traceHeaders, addressOf });
  const sources = createSubscriptionSources<Caller>(settings.subgraphs, {
    bus: graph.bus,
    addressOf,
    headersFor: graph.headersFor,
    identityOf: graph.identityOf,
    keyOf: callerKey,
    accountOf: ({ viewer }) => viewer?.accountId,
    onEvent: telemetry.event,
    clock,
    log,
  });
  const engine = await createEngine({ ...parts, subgraphs, sources, telemetry });
  const { accessTokens } = authentication;
  const callerLimits = await openCallerLimits(settings, log);
  const checks = checksOf(graph.bus, callerLimits);
  const ready = (): Promise<Readiness> => graph.ready(addresses.names, subgraphs, checks);
  const server = await createRequestPath({ ...parts, engine, telemetry, documents, callerLimits, accessTokens, ready });

  const watch = watchSupergraph({
    read: graph.readSupergraph ?? (async () => graph.supergraphSdl),
    serve: async (sdl) => {
      await graph.check(sdl);
      await addresses.goOver(sdl, async () => engine.update?.(sdl));
    },
    serving: graph.supergraphSdl,
    pollMs: graph.readSupergraph && engine.update ? settings.schema.pollMs : 0,
    log,
  });
  server.addHook('onClose', async () => {
    await watch.close();
    await sources.close();
    await authentication.stop();
  });
  return {
    server,
    accessTokens,
    metricsUrl: telemetry.metricsUrl,
    ready,
    listen: async (at, listenTextResolver) => {
      await authentication.start();
      return server.listen({ ...at, ...(listenTextResolver && { listenTextResolver }) });
    },
    subscriptionCounts: () => engine.subscriptionCounts?.(),
    lookForNewSupergraph: watch.look,
    close: async () => {
      await drain(server, { patienceMs: settings.http.drainMs, announceMs: settings.http.announceMs });
      await telemetry.close();
    },
  };
}

/** A graph that comes later may have them. */
function warnOfUnknown({ named }: Settings['subgraphs'], addresses: ServedAddresses, log: Logger): void {
  const unknown = Object.keys(named).filter((name) => !addresses.has(name));
  if (unknown.length > 0) log.warn({ unknown }, 'The settings name subgraphs that the graph does not have.');
}

function checksOf(bus: EventBus | undefined, limits: CallerLimits): Checks {
  return {
    ...(limits.check && { 'rate limits': limits.check }),
    ...(bus?.check && { 'event bus': bus.check }),
  };
}
