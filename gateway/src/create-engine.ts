import { randomUUID } from 'node:crypto';
import type { Clock, Logger } from '@accounts-center/subgraph-kit';
import type { Caller } from './caller.ts';
import type { ServedGraph } from './edge.ts';
import type { EngineObserver, EngineSubgraphs, SubscriptionSources } from './engine/engine-options.ts';
import { createFederationEngine } from './engine/federation-engine.ts';
import type { Engine } from './engine.ts';
import { publicError } from './errors/public-error.ts';
import { costMeasure } from './graphql/actual-cost.ts';
import { callerKey } from './rate-limits/caller-key.ts';
import type { Profile, Settings } from './settings/settings.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

export interface EngineParts {
  readonly graph: ServedGraph;
  readonly subgraphs: EngineSubgraphs<Caller>;
  readonly sources: SubscriptionSources<Caller>;
  readonly telemetry: Telemetry;
  readonly settings: Settings;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Creates the engine of a graph. What the stock one is made of stays unloaded: @apollo/gateway is large. */
export async function createEngine(parts: EngineParts): Promise<Engine> {
  const { graph, sources, telemetry, settings, profile, log } = parts;
  const { supergraphSdl, identityOf, engineName } = graph;
  const subgraphs = telemetry.traced(parts.subgraphs);
  if (engineName === 'stock')
    return (await import('./stock-engine/stock-engine.ts')).createStockEngine({ supergraphSdl, subgraphs, log });
  return createFederationEngine<Caller>({
    supergraphSdl,
    subgraphs,
    log,
    identityOf,
    shareIdenticalRequests: settings.caching.shareIdenticalRequests,
    turnOf: callerKey,
    observer: withTimeForEvents(telemetry.engineObserver, parts),
    ...(settings.subscriptions.enabled && { sources }),
    subscriptions: {
      formatError: (error) => publicError(error.toJSON(), error, { hidesSchema: !profile.development, log }),
      maxWaitingEvents: settings.subscriptions.maxWaitingEvents,
      newRequestId: randomUUID,
    },
    ...costMeasure(settings.limits, telemetry.onCost !== undefined),
    unauthorized: settings.authorization.unauthorized,
    ...(graph.policies && { policies: graph.policies }),
    grantsOf: ({ viewer, claims, scopes = [] }) => ({
      isAuthenticated: viewer !== undefined || claims !== undefined,
      scopes: new Set(scopes),
    }),
  });
}

/** Each event has the time of an operation. */
function withTimeForEvents(
  observer: Telemetry['engineObserver'],
  { settings, clock }: Pick<EngineParts, 'settings' | 'clock'>,
): EngineObserver<Caller> {
  const { operationTimeoutMs } = settings.http;
  return {
    ...observer,
    onEvent: (caller) =>
      observer.onEvent({ ...caller, answerBy: new Date(clock.now().getTime() + operationTimeoutMs) }),
  };
}
