import { startChild } from '../../src/measure/child.ts';
import { freePort } from '../../src/measure/free-port.ts';
import type { ReplayAnswer, ReplayQuestion } from './replay-server.ts';

/** The subgraphs, in a process of their own. */
export interface Replay {
  readonly origin: string;
  ask(question: ReplayQuestion): Promise<ReplayAnswer>;
  close(): Promise<void>;
}

export async function startReplay(): Promise<Replay> {
  const port = String(await freePort());
  const child = await startChild<ReplayQuestion, ReplayAnswer>(new URL('replay-process.ts', import.meta.url), [port]);
  return { ...child, origin: `http://127.0.0.1:${port}` };
}
