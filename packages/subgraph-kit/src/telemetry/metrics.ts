import { createServer, type RequestListener } from 'node:http';
import type { Counter, Gauge, Registry } from 'prom-client';
import { addHistogram, type HistogramOptions, type Series } from './histogram.ts';

/** The metrics of one process, and what metrics are made of. */
export interface Metrics {
  /** Where counters, gauges and histograms are registered. */
  readonly registry: Registry;
  readonly Counter: typeof Counter;
  readonly Gauge: typeof Gauge;
  /** Registers a histogram. @returns makes the series of some values of its labels */
  addHistogram(options: HistogramOptions): (...labels: string[]) => Series;
  /** Serves them to Prometheus at `/metrics`, apart from what clients reach. */
  listen(at: { readonly port: number; readonly host: string }): Promise<MetricsListener>;
}

export interface MetricsListener extends AsyncDisposable {
  /** `http://127.0.0.1:9464/metrics` */
  readonly url: string;
  close(): Promise<void>;
}

/** A registry of its own with what Node.js says of the process: memory, processor time, delay of the event loop, collections. */
export async function createMetrics(): Promise<Metrics> {
  // Loaded only by those who measure.
  const { collectDefaultMetrics, Registry, Counter, Gauge } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    Counter,
    Gauge,
    addHistogram: (options) => addHistogram(registry, options),
    listen: (at) => listen(answerWith(registry), at),
  };
}

function answerWith(registry: Registry): RequestListener {
  return (request, response) => {
    request.resume();
    if (request.url !== '/metrics' || request.method !== 'GET') return response.writeHead(404).end();
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

async function listen(handle: RequestListener, at: { port: number; host: string }): Promise<MetricsListener> {
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${at.host}:${port}/metrics`, close, [Symbol.asyncDispose]: close };
}
