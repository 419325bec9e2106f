import type { Metrics, Series } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import type { CallObserver, CallOutcome } from '../transport/call-observer.ts';
import { LabelValues } from './label-values.ts';

/** Operations with a name of their own in metrics. */
const MAX_OPERATIONS = 300;
const MAX_CODES = 100;
const MAX_FIELDS = 100;
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const LAG_SECONDS = [0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 5, 30];
const BREAKER = { closed: 0, 'half-open': 1, open: 2 } as const;

/** How an operation ended: with data, with some and errors, or without any. */
export type OperationOutcome = 'ok' | 'errors' | 'refused';

/** The metrics of a gateway that are told as things happen. Handles are made once, so that telling costs little. */
export interface GatewayMetrics {
  /** An operation was answered. @param name as its document says, `undefined` where it has none */
  answered(name: string | undefined, outcome: OperationOutcome, durationMs: number, codes: readonly string[]): void;
  /** An operation was refused before it began. */
  refused(code: string): void;
  planned(durationMs: number): void;
  /** An event came to those who listen. @param lagMs since it was published */
  event(field: string, lagMs: number): void;
  /** An event was resolved for a subscription, or for all that are equal. */
  eventResolved(durationMs: number, hasErrors: boolean): void;
  readonly calls: CallObserver;
  /** Counts requests over HTTP by the status of their answers. Before the routes of a server. */
  addTo(server: FastifyInstance): void;
  /** Counts requests that are refused before an operation of theirs begins. Before the routes of a graph. */
  addToGraph(scope: FastifyInstance): void;
}

/** @param trusted names of operations that are always told apart */
export function createGatewayMetrics(metrics: Metrics, trusted: readonly string[] = []): GatewayMetrics {
  const { registry, Counter, addHistogram } = metrics;
  const registers = [registry];
  const operations = addHistogram({
    name: 'graphql_operation_duration_seconds',
    help: 'From the beginning of an operation until its answer is ready.',
    labelNames: ['operation', 'outcome'],
    buckets: SECONDS,
  });
  const errors = new Counter({
    name: 'graphql_errors_total',
    help: 'Errors in answers that have data.',
    labelNames: ['code'],
    registers,
  });
  const refusals = new Counter({
    name: 'graphql_refused_operations_total',
    help: 'Operations, and requests for any, that were refused as a whole, by the code of the first error.',
    labelNames: ['code'],
    registers,
  });
  const plans = addHistogram({
    name: 'query_plan_duration_seconds',
    help: 'How long it took to plan an operation.',
    buckets: SECONDS,
  });
  const lag = addHistogram({
    name: 'event_lag_seconds',
    help: 'From the publication of an event until it came to those who listen.',
    labelNames: ['field'],
    buckets: LAG_SECONDS,
  });
  const events = addHistogram({
    name: 'subscription_event_duration_seconds',
    help: 'How long it took to resolve an event, once for all subscriptions that are equal.',
    labelNames: ['outcome'],
    buckets: SECONDS,
  });
  const resolved = { ok: events('ok'), errors: events('errors') };
  const planned = plans();
  const byOperation = new LabelValues(MAX_OPERATIONS, (operation) => ({
    ok: operations(operation, 'ok'),
    errors: operations(operation, 'errors'),
    refused: operations(operation, 'refused'),
  }));
  for (const name of trusted) byOperation.of(name);
  const errorsBy = new LabelValues(MAX_CODES, (code) => errors.labels(code));
  const refusalsBy = new LabelValues(MAX_CODES, (code) => refusals.labels(code));
  const lagOf = new LabelValues(MAX_FIELDS, (field) => lag(field));

  return {
    answered: (name, outcome, durationMs, codes) => {
      // The names of what is refused are anybody's.
      const handles = outcome === 'refused' ? byOperation.knownOf(name ?? '') : byOperation.of(name ?? 'anonymous');
      handles[outcome].observe(durationMs / 1_000);
      if (outcome === 'refused') refusalsBy.of(codes[0] ?? 'UNKNOWN').inc();
      else for (const code of codes) errorsBy.of(code).inc();
    },
    refused: (code) => refusalsBy.of(code).inc(),
    planned: (durationMs) => planned.observe(durationMs / 1_000),
    event: (field, lagMs) => lagOf.of(field).observe(lagMs / 1_000),
    eventResolved: (durationMs, hasErrors) => resolved[hasErrors ? 'errors' : 'ok'].observe(durationMs / 1_000),
    calls: observeCalls(metrics),
    addTo: countRequests(metrics),
    addToGraph: (scope) => {
      scope.addHook('onResponse', ({ refusedAs }, _reply, done) => {
        if (refusedAs !== null) refusalsBy.of(refusedAs).inc();
        done();
      });
    },
  };
}

function countRequests({ registry, Counter }: Metrics): GatewayMetrics['addTo'] {
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests over HTTP by the status of their answers.',
    labelNames: ['status'],
    registers: [registry],
  });
  const byStatus = new LabelValues(MAX_CODES, (status) => requests.labels(status));
  return (server) => {
    server.addHook('onResponse', (_request, reply, done) => {
      byStatus.of(String(reply.statusCode)).inc();
      done();
    });
  };
}

function observeCalls({ registry, Counter, Gauge, addHistogram }: Metrics): CallObserver {
  const registers = [registry];
  const labelNames = ['subgraph'];
  const calls = addHistogram({
    name: 'subgraph_call_duration_seconds',
    help: 'A call of a subgraph, with what it waited, and with all its repetitions.',
    labelNames: ['subgraph', 'outcome'],
    buckets: SECONDS,
  });
  const retries = new Counter({
    name: 'subgraph_retries_total',
    help: 'Calls that were sent again.',
    labelNames,
    registers,
  });
  const breaker = new Gauge({
    name: 'subgraph_breaker_state',
    help: 'Whether a subgraph is left alone: 0 no, 1 one call tries it, 2 yes.',
    labelNames,
    registers,
  });
  const waiting = new Gauge({
    name: 'subgraph_calls_waiting',
    help: 'Calls that wait for others to end.',
    labelNames,
    registers,
  });
  const callsOf = new Map<string, Partial<Record<CallOutcome, Series>>>();
  return {
    onCall: (service, outcome, durationMs) => {
      let byOutcome = callsOf.get(service);
      if (!byOutcome) callsOf.set(service, (byOutcome = {}));
      (byOutcome[outcome] ??= calls(service, outcome)).observe(durationMs / 1_000);
    },
    onRetry: (service) => retries.inc({ subgraph: service }),
    onBreaker: (service, state) => breaker.set({ subgraph: service }, BREAKER[state]),
    onQueue: (service, count) => waiting.set({ subgraph: service }, count),
  };
}
