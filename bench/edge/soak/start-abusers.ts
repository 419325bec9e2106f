import { startChild } from '../../src/measure/child.ts';
import type { Outcomes } from './outcomes.ts';

/** The first one begins, the second one ends. */
export interface AbusersQuestion {
  readonly port?: number;
  readonly endWithinMs?: number;
}

/** Those who abuse a gateway, in a process of their own. */
export interface AbusersProcess {
  begin(url: string): Promise<void>;
  /** Waits until what they have begun has ended, for so long. */
  end(withinMs: number): Promise<readonly Outcomes[]>;
  close(): Promise<void>;
}

export async function startAbusers(): Promise<AbusersProcess> {
  const file = new URL('abusers-process.ts', import.meta.url);
  const child = await startChild<AbusersQuestion, Outcomes[]>(file, []);
  return {
    begin: async (url) => void (await child.ask({ port: Number(new URL(url).port) })),
    end: (endWithinMs) => child.ask({ endWithinMs }),
    close: child.close,
  };
}
