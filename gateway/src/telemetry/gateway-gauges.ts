import type { Metrics } from '@accounts-center/subgraph-kit';
import type { Engine } from '../engine.ts';
import type { CallsUnderWay } from './traced-subgraphs.ts';

/** What is looked at when somebody asks for metrics, and costs nothing until then. */
export interface Gauged {
  readonly engine?: Pick<Engine, 'planCounts' | 'subscriptionCounts'> | undefined;
  /** The connections of clients that subscribe, and the operations that they have open. */
  readonly streams?:
    | {
        readonly connections: number;
        readonly operations: number;
        /** Since the beginning. */
        readonly slow: { readonly givenUp: number; readonly dropped: number };
      }
    | undefined;
  readonly callsUnderWay?: CallsUnderWay | undefined;
}

/** Registers gauges of what is there now. @param now gives what is to be looked at */
export function addGauges({ registry, Counter, Gauge }: Metrics, now: () => Gauged): void {
  const gauge = (name: string, help: string, read: (gauged: Gauged) => number | undefined): void => {
    const made = new Gauge({
      name,
      help,
      collect() {
        this.set(read(now()) ?? 0);
      },
      registers: [],
    });
    registry.registerMetric(made);
  };
  const total = (name: string, help: string, read: (gauged: Gauged) => number | undefined): void => {
    const made = new Counter({
      name,
      help,
      collect() {
        this.reset();
        this.inc(read(now()) ?? 0);
      },
      registers: [],
    });
    registry.registerMetric(made);
  };
  const plans = ({ engine }: Gauged) => engine?.planCounts?.();
  gauge('query_plan_cache_entries', 'Plans that are kept.', (gauged) => plans(gauged)?.entries);
  gauge('query_plan_cache_bytes', 'About how much memory they take.', (gauged) => plans(gauged)?.sizeBytes);
  total('query_plan_cache_hits_total', 'Operations that found their plan.', (gauged) => plans(gauged)?.hits);
  total('query_plan_cache_misses_total', 'Operations that had to be planned.', (gauged) => plans(gauged)?.misses);
  const open = ({ engine }: Gauged) => engine?.subscriptionCounts?.();
  gauge('subscription_clients', 'Subscriptions of clients that are open.', (gauged) => open(gauged)?.clients);
  gauge('subscriptions_distinct', 'Those that are not equal.', (gauged) => open(gauged)?.subscriptions);
  gauge('subscription_sources', 'Sources of events that are open for them.', (gauged) => open(gauged)?.sources);
  gauge('stream_connections', 'Connections over which events go to clients.', ({ streams }) => streams?.connections);
  gauge('stream_operations', 'Operations under way on them.', ({ streams }) => streams?.operations);
  total(
    'subscription_clients_too_slow_total',
    'Clients that were closed as they read too slowly.',
    ({ streams }) => streams?.slow.givenUp,
  );
  total(
    'subscription_events_dropped_total',
    'Events that clients lost as they read too slowly.',
    ({ streams }) => streams?.slow.dropped,
  );
  const underWay = new Gauge({
    name: 'subgraph_calls_under_way',
    help: 'Calls of subgraphs that have not ended, those that wait among them.',
    labelNames: ['subgraph'],
    registers: [],
    collect() {
      for (const [service, { count }] of now().callsUnderWay ?? []) this.set({ subgraph: service }, count);
    },
  });
  registry.registerMetric(underWay);
}
