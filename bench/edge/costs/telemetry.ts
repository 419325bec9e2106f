import { operationText, shop, supergraphOf } from '../../gateway/workload/subgraphs.ts';
import { startChild } from '../../src/measure/child.ts';
import { freePort } from '../../src/measure/free-port.ts';
import { askRightly, toBody } from '../ask.ts';
import { type Finding, type Stage, withGateway } from '../stage.ts';
import { compareCost, type Variant } from './compare-cost.ts';

const CONNECTIONS = 50;
const SCRAPE_EVERY_MS = 1_000;
const AIM = 1.1;
const query = operationText('test-query');

/** What traces and metrics cost, against neither. */
export async function measureTelemetry(stage: Stage): Promise<Finding> {
  const port = await freePort();
  const file = new URL('collector-process.ts', import.meta.url);
  const collector = await startChild<'count', number>(file, [String(port)]);
  try {
    const supergraph = supergraphOf(shop, stage.replay.origin);
    const off = { id: 'off', title: 'no telemetry', supergraph, settings: settingsWith({}) };
    const lengths = [await withGateway(stage, off, ({ url }) => askRightly(url, query))];
    const otlpUrl = `http://127.0.0.1:${port}`;
    const metricsPorts = [await freePort(), await freePort()] as const;
    const on = (title: string, telemetry: object, metricsPort: number): Variant => ({
      id: title,
      title,
      supergraph,
      settings: settingsWith({ otlpUrl, metricsPort, ...telemetry }),
      aim: AIM,
      begin: () => scrape(metricsPort),
    });
    const variants = [
      off,
      on('metrics, a tenth of requests traced', {}, metricsPorts[0]),
      on('metrics, all requests traced', { sampleRatio: 1 }, metricsPorts[1]),
    ];
    const shape = { bodies: [toBody(query)], lengths, connections: CONNECTIONS, authorization: 'own' as const };
    const finding = await compareCost(stage, variants, shape);
    if ((await collector.ask('count')) === 0) throw new Error('No traces came.');
    return finding;
  } finally {
    await collector.close();
  }
}

const settingsWith = (telemetry: object): object => ({
  subgraphs: { all: { forwardHeaders: ['authorization'] } },
  caching: { shareIdenticalRequests: true },
  telemetry,
});

/**
 * Asks for the metrics again and again.
 * @throws Error when there are none
 */
async function scrape(metricsPort: number): Promise<() => void> {
  const ask = async (): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    return response.ok ? response.text() : '';
  };
  if (!(await ask()).includes('# TYPE')) throw new Error('There are no metrics.');
  const timer = setInterval(() => void ask().catch(() => ''), SCRAPE_EVERY_MS);
  return () => clearInterval(timer);
}
