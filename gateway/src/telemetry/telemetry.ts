import {
  createMetrics,
  createTracing,
  type Logger,
  type MetricsListener,
  SPAN_KIND,
  type TraceContext,
  type Tracer,
  type Tracing,
} from '@accounts-center/subgraph-kit';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { EngineObserver, EngineSubgraphs } from '../engine/engine-options.ts';
import type { Engine } from '../engine.ts';
import type { ToldCost } from '../graphql/demand-control.ts';
import type { Settings } from '../settings/settings.ts';
import type { CallObserver } from '../transport/call-observer.ts';
import { costMetrics } from './cost-metrics.ts';
import { addGauges, type Gauged } from './gateway-gauges.ts';
import { createGatewayMetrics, type GatewayMetrics } from './gateway-metrics.ts';
import { type TracedContext, tellOperations } from './operation-plugin.ts';
import { OperationTrace } from './operation-trace.ts';
import { queryPlans } from './query-plans.ts';
import { SlowOperations } from './slow-operations.ts';
import { callHeaders, type TracedCaller, TracedSubgraphs } from './traced-subgraphs.ts';

/** What a gateway tells of its work: traces, metrics and slow operations. Each part of it costs nothing where it is not wanted. */
export interface Telemetry extends AsyncDisposable {
  /** Records requests over HTTP; for `addRequestScope`. */
  readonly tracer: Tracer | undefined;
  /** Where Prometheus finds the metrics, if they are served. */
  readonly metricsUrl: string | undefined;
  /** For the engine, and for what calls subgraphs. */
  readonly engineObserver: Required<EngineObserver<TracedCaller>>;
  readonly callObserver: CallObserver;
  readonly traceHeaders: (caller: TracedCaller) => Readonly<Record<string, string>> | undefined;
  /** Notes the calls of these subgraphs: for the engine, in their place. */
  traced<Caller extends TracedCaller>(subgraphs: EngineSubgraphs<Caller>): EngineSubgraphs<Caller>;
  /** For the `trace` of a caller. @param place where the request stands in its trace: its `trace` */
  begin(place: TraceContext | undefined): OperationTrace;
  /** Counts what a server answers. Before its routes. */
  addTo(server: FastifyInstance): void;
  /** Counts what the routes of a graph refuse before an operation begins. Before those routes. */
  addToGraph(scope: FastifyInstance): void;
  /** An operation was refused before it began, in a request or on a connection that was not. */
  refused(code: string): void;
  /** What an operation cost; `undefined` where nobody wants to know. */
  readonly onCost: ((told: ToldCost) => void) | undefined;
  /** For Apollo Server. @param engine whose plans are told */
  plugins<Context extends TracedContext>(engine: Engine): ApolloServerPlugin<Context>[];
  /** Connections of clients that subscribe. */
  watch(streams: NonNullable<Gauged['streams']>): void;
  /** An event came from the bus. @param lagMs since it was published */
  event(field: string, lagMs: number): void;
  /** Sends what has not been sent, and ends serving metrics. */
  close(): Promise<void>;
}

/**
 * @param parts.host where metrics are served
 * @param parts.operations names that metrics always tell apart: those of trusted documents
 */
export async function createTelemetry(
  settings: Settings['telemetry'],
  parts: { readonly log: Logger; readonly host: string; readonly operations?: readonly string[] },
): Promise<Telemetry> {
  const { otlpUrl, sampleRatio, metricsPort, slowOperationMs } = settings;
  const { log, host, operations } = parts;
  const tracing: Tracing | undefined =
    otlpUrl === undefined ? undefined : await createTracing({ otlpUrl, sampleRatio, log });
  const tracer = tracing?.tracer('gateway');
  const gauged: { -readonly [Name in keyof Gauged]: Gauged[Name] } = {};
  const served =
    metricsPort === undefined ? undefined : await serveMetrics({ port: metricsPort, host }, gauged, operations);
  const { metrics, onCost, listener } = served ?? {};

  /** What comes over a WebSocket, or from a source of events, stands in no trace yet. */
  const begin = (place?: TraceContext): OperationTrace => new OperationTrace(place ?? tracer?.enter({}), tracer);
  const close = async (): Promise<void> => {
    await tracing?.close();
    await listener?.close();
  };
  return {
    tracer,
    metricsUrl: listener?.url,
    engineObserver: observeEngine(metrics, begin),
    callObserver: metrics?.calls ?? {},
    traceHeaders: callHeaders,
    traced: (subgraphs) => {
      const traced = new TracedSubgraphs(subgraphs);
      gauged.callsUnderWay = traced.underWay;
      return traced;
    },
    begin,
    addTo: (server) => metrics?.addTo(server),
    addToGraph: (scope) => metrics?.addToGraph(scope),
    refused: (code) => metrics?.refused(code),
    onCost,
    plugins: (engine) => {
      gauged.engine = engine;
      const { planOf } = engine;
      const slow = new SlowOperations(log, planOf);
      return [
        tellOperations({ tracer, metrics, slow, slowOperationMs }),
        ...(settings.queryPlans && planOf ? [queryPlans(planOf)] : []),
      ];
    },
    watch: (streams) => {
      gauged.streams = streams;
    },
    event: (field, lagMs) => metrics?.event(field, lagMs),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function serveMetrics(
  at: { readonly port: number; readonly host: string },
  gauged: Gauged,
  operations: readonly string[] | undefined,
): Promise<{
  readonly metrics: GatewayMetrics;
  readonly onCost: (told: ToldCost) => void;
  readonly listener: MetricsListener;
}> {
  const metrics = await createMetrics();
  addGauges(metrics, () => gauged);
  return {
    metrics: createGatewayMetrics(metrics, operations),
    onCost: costMetrics(metrics),
    listener: await metrics.listen(at),
  };
}

function observeEngine(
  metrics: GatewayMetrics | undefined,
  begin: () => OperationTrace,
): Required<EngineObserver<TracedCaller>> {
  return {
    onEvent: (caller) => {
      const trace = begin();
      return {
        caller: { ...caller, trace },
        ended: (errorCount) => {
          metrics?.eventResolved(performance.now() - trace.beganAtMs, errorCount > 0);
          if (trace.span) {
            trace.span.name = 'subscription event';
            trace.span.set({ 'graphql.operation.type': 'subscription' });
            if (errorCount > 0) trace.span.set({ 'graphql.error.count': errorCount });
          }
          trace.end();
        },
      };
    },
    onPlan: (durationMs) => metrics?.planned(durationMs),
    onPlanned: ({ trace }, sinceMs) => {
      if (trace instanceof OperationTrace) trace.span?.child('plan', SPAN_KIND.internal, undefined, sinceMs).end();
    },
  };
}
