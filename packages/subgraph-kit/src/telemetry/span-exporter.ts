import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logger.ts';

/** Sends spans to a collector by OTLP over HTTP. That it takes none is logged when it begins and when it ends. */
export function openExporter(options: { otlpUrl: string; timeoutMs: number; log: Logger }): SpanExporter {
  const { otlpUrl, timeoutMs, log } = options;
  const url = new URL('v1/traces', otlpUrl.endsWith('/') ? otlpUrl : `${otlpUrl}/`).href;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: timeoutMs });
  let isAway = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        const failed = result.error !== undefined;
        if (failed && !isAway) log.warn({ err: result.error, otlpUrl }, 'The collector takes no traces: they are lost');
        if (!failed && isAway) log.info({ otlpUrl }, 'The collector takes traces again');
        isAway = failed;
        // It is told already, and whoever asked can do nothing about it.
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- success
        done({ code: 0 });
      }),
    shutdown: () => exporter.shutdown(),
  };
}
