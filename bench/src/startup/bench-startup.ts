import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchConfig } from '../config.ts';
import { median } from '../measure/numbers.ts';
import type { Result } from '../report/report.ts';
import { megabytes, rounded } from '../report/table.ts';
import { startWithNpm } from './npm-start.ts';
import { useConstellation } from './use-constellation.ts';

const method = `\`npm start\` with everything installed and an empty folder of data, from the call until \`/ready\` answers 200; and again on
the data that the first start left. The memory is that of the process that runs the whole constellation: when it is ready
with its demo people, and after the main job was done in it (profile, feed, a photo published with two copies, a username
synced, an account linked). Medians of the rounds. Aim: ready within 3 s, within 350 MB. That aim is
for the start and one main job: after thousands of operations such a process holds more, see “memory afterwards” below.`;

interface Start {
  readonly readyMs: number;
  readonly readyBytes: number;
  readonly usedBytes: number;
}

/** How long it takes until the constellation is there, and how much memory it takes. */
export async function benchStartup({ rounds }: BenchConfig): Promise<Result> {
  const first: Start[] = [];
  const again: Start[] = [];
  // The first round warms up: what was just installed is in no cache yet.
  for (let round = 0; round <= rounds; round++) {
    const folder = await mkdtemp(join(tmpdir(), 'accounts-center-start-'));
    try {
      const [empty, full] = [await start(folder, round * 2), await start(folder, round * 2 + 1)];
      if (round === 0) continue;
      first.push(empty);
      again.push(full);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  const columns = ['start', 'ready, s', 'memory when ready, MB', 'memory after the main job, MB'];
  return { method, tables: [{ columns, rows: [row('on an empty folder', first), row('on data', again)] }] };
}

async function start(folder: string, count: number): Promise<Start> {
  const running = await startWithNpm(folder);
  try {
    const readyBytes = running.residentBytes();
    await useConstellation(running.url, count);
    return { readyMs: running.readyMs, readyBytes, usedBytes: running.residentBytes() };
  } finally {
    await running.stop();
  }
}

function row(name: string, starts: readonly Start[]): string[] {
  const of = (figure: keyof Start): number => median(starts.map((one) => one[figure]));
  return [name, rounded(of('readyMs') / 1_000), megabytes(of('readyBytes')), megabytes(of('usedBytes'))];
}
