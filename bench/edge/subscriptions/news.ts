import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../../src/measure/child.ts';
import { freePort } from '../../src/measure/free-port.ts';
import { type Subgraph, sdlOf } from '../graphs.ts';

export interface SourceQuestion {
  /** The number of the event that all subscribers are to be told of. */
  readonly emit?: number;
}

export interface SourceAnswer {
  /** Just before the first subscriber was told, by the clock of the machine. */
  readonly emittedAtMs: number;
  /** Subscriptions that gateways have open. */
  readonly subscriptions: number;
}

/** Two subgraphs in a process of their own: one has events, the other what they are about. */
export interface News {
  readonly subgraphs: readonly Subgraph[];
  /** What the settings say of `news`. */
  readonly named: Readonly<Record<string, object>>;
  /** Tells all of the next event; numbers ascend from 1. */
  emit(): Promise<SourceAnswer & { readonly number: number }>;
  /** Waits until gateways open no more subscriptions. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const SETTLED_AFTER_MS = 1_000;
const LOOKS = 600;

export async function startNews(): Promise<News> {
  const [newsPort, detailsPort] = [await freePort(), await freePort()];
  const file = new URL('source-process.ts', import.meta.url);
  const child = await startChild<SourceQuestion, SourceAnswer>(file, [String(newsPort), String(detailsPort)]);
  const subgraph = (name: string, port: number): Subgraph => {
    return { name, url: `http://127.0.0.1:${port}/${name}`, sdl: sdlOf(`subscriptions/${name}.graphql`) };
  };
  let count = 0;
  return {
    subgraphs: [subgraph('news', newsPort), subgraph('details', detailsPort)],
    named: { news: { subscriptions: 'graphql-ws' } },
    emit: async () => {
      const number = ++count;
      return { ...(await child.ask({ emit: number })), number };
    },
    settled: async () => {
      let before = 0;
      for (let look = 0; look < LOOKS; look++) {
        const { subscriptions } = await child.ask({});
        if (subscriptions > 0 && subscriptions === before) return;
        before = subscriptions;
        await wait(SETTLED_AFTER_MS);
      }
      throw new Error(`Subscriptions of the subgraph do not settle: ${before} are open.`);
    },
    close: child.close,
  };
}
