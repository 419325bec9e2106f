import type { Logger } from '../logger.ts';
import { createMetrics, type MetricsListener } from './metrics.ts';
import { createTracing, type Tracer, type Tracing } from './tracing.ts';

/** What a service tells of its work, to whom it may concern. */
export interface ServiceTelemetry {
  readonly tracer?: Tracer | undefined;
  /** Called when an event has been taken or a job is done. @param lagMs since it was caused, waits between attempts included */
  readonly onJobDone?:
    | ((entry: { readonly type: string; readonly destination: string }, lagMs: number) => void)
    | undefined;
}

/** What a process is told of its telemetry. */
export interface TelemetryConfig {
  /** Where traces go, by OTLP over HTTP: `http://localhost:4318`. No traces without. */
  readonly otlpUrl?: string | undefined;
  /** Of the traces that begin here, how many are recorded: 0.1 unless told. */
  readonly sampleRatio?: number | undefined;
  /** Where Prometheus finds `/metrics`. None without. */
  readonly metricsPort?: number | undefined;
}

const LAG_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600, 3_600];
const SAMPLE_RATIO = 0.1;

/** Telemetry for the one service of a process, as it is configured. */
export async function startServiceTelemetry(
  service: string,
  config: TelemetryConfig,
  parts: { readonly host: string; readonly log: Logger },
): Promise<ServiceTelemetry & { close(): Promise<void> }> {
  const { otlpUrl, sampleRatio = SAMPLE_RATIO, metricsPort } = config;
  const tracing: Tracing | undefined =
    otlpUrl === undefined ? undefined : await createTracing({ otlpUrl, sampleRatio, ...parts });
  const metrics = metricsPort === undefined ? undefined : await serveMetrics(metricsPort, parts.host);
  return {
    tracer: tracing?.tracer(service),
    onJobDone: metrics?.onJobDone,
    close: async () => {
      await tracing?.close();
      await metrics?.listener.close();
    },
  };
}

async function serveMetrics(
  port: number,
  host: string,
): Promise<{ readonly listener: MetricsListener } & Pick<ServiceTelemetry, 'onJobDone'>> {
  const { listen, addHistogram } = await createMetrics();
  const lag = addHistogram({
    name: 'outbox_lag_seconds',
    help: 'From the write that caused a job or an event until it was done or taken.',
    labelNames: ['destination', 'type'],
    buckets: LAG_SECONDS,
  });
  return {
    listener: await listen({ port, host }),
    onJobDone: ({ destination, type }, lagMs) => lag(destination, type).observe(lagMs / 1_000),
  };
}
