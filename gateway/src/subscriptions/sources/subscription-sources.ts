import type { Clock, EventBus } from '@accounts-center/subgraph-kit';
import type { SubscriptionSources } from '../../engine/engine-options.ts';
import { type Settings, settingsOfSubgraph } from '../../settings/settings.ts';
import { EVENTS_ADDRESS } from '../../supergraph.ts';
import type { CountLimits } from '../caller-counts.ts';
import { busSource, type OnEvent } from './bus-source.ts';
import { eventsOf, type OpenSource } from './event-source.ts';
import type { RemoteParts } from './remote.ts';
import { sseSource } from './sse-source.ts';
import { websocketSource } from './websocket-source.ts';

export interface SubscriptionSourcesParts<Caller> extends Omit<RemoteParts<Caller>, 'urlOf' | 'limitsOf'> {
  /** Carries the events of subgraphs that are none but that. */
  readonly bus?: EventBus | undefined;
  /** The address of a subgraph's operations, as the supergraph gives it. */
  readonly addressOf: (service: string) => string | undefined;
  /** Tells how late an event of the bus is. */
  readonly clock: Clock;
  readonly onEvent?: OnEvent | undefined;
  /** Whose events of the bus a caller gets besides those for everybody. */
  readonly accountOf: (caller: Caller) => string | undefined;
}

export interface OpenSources<Caller> extends SubscriptionSources<Caller> {
  close(): Promise<void>;
}

/** Subscribes to each subgraph as its settings say. */
export function createSubscriptionSources<Caller>(
  settings: Settings['subgraphs'],
  parts: SubscriptionSourcesParts<Caller>,
): OpenSources<Caller> {
  const { bus, addressOf, accountOf } = parts;
  const urlOf = (service: string): URL | undefined => {
    const address = addressOf(service);
    if (address === undefined || !URL.canParse(address)) return undefined;
    const { subscriptionPath } = settingsOfSubgraph(settings, service);
    return subscriptionPath === undefined ? new URL(address) : new URL(subscriptionPath, address);
  };
  const limitsOf = (service: string): CountLimits => {
    const { maxSubscriptionConnections: maxOpen, maxSubscriptionConnectionsPerCaller: maxPerCaller } =
      settingsOfSubgraph(settings, service);
    return { maxOpen, maxPerCaller };
  };
  const remote: RemoteParts<Caller> = { ...parts, urlOf, limitsOf };
  const sse = sseSource(remote);
  const ways: Readonly<Record<string, OpenSource<Caller> | undefined>> = {
    events: bus && busSource({ ...parts, bus }),
    'graphql-ws': websocketSource(remote),
    'graphql-sse': sse.open,
  };
  const kindOf = (service: string) =>
    addressOf(service) === EVENTS_ADDRESS ? 'events' : settingsOfSubgraph(settings, service).subscriptions;
  return {
    audienceOf: (service, caller) => (kindOf(service) === 'events' ? accountOf(caller) : undefined),
    open: (service, operation, caller, options) => {
      const way = ways[kindOf(service)] ?? refusing;
      return eventsOf(way, { ...options, service, operation, caller });
    },
    close: () => sse.close(),
  };
}

/** Stands for a subgraph of which nobody has said how it is subscribed to. */
const refusing: OpenSource<unknown> = ({ service }, sink) => {
  const error = { message: `${service} offers no subscriptions.`, extensions: { code: 'NOT_SUPPORTED' } };
  sink.push({ answer: { ok: true, result: { data: null, errors: [error] } } });
  sink.end();
  return () => undefined;
};
