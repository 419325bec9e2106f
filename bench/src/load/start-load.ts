import { type Child, startChild } from '../measure/child.ts';
import type { Load, LoadResult } from './send-load.ts';
import type { PacedLoad, StreamResult } from './send-paced.ts';

/** What sends load, in a process of its own. */
export interface LoadProcess {
  /** As much as so many connections can. */
  send(load: Load): Promise<LoadResult>;
  /** So much a second. */
  sendPaced(load: PacedLoad): Promise<readonly StreamResult[]>;
  close(): Promise<void>;
}

export async function startLoad(): Promise<LoadProcess> {
  const file = new URL('load-process.ts', import.meta.url);
  const child: Child<Load | PacedLoad, LoadResult | StreamResult[]> = await startChild(file, []);
  return {
    send: async (load) => (await child.ask(load)) as LoadResult,
    sendPaced: async (load) => (await child.ask(load)) as StreamResult[],
    close: child.close,
  };
}
