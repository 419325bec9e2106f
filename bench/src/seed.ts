import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { BenchConfig } from './config.ts';
import { watchMemory } from './measure/memory.ts';
import type { Result } from './report/report.ts';
import { megabytes, rounded } from './report/table.ts';

const method = `\`npm run seed\` into SQLite files and folders of media, two services at a time. Aim: 100,000 people with
1,000,000 posts within 300 s, in memory that does not grow with the number of people. The memory is what the command's
processes together had at most; the last size, beyond the aim, shows whether it has levelled off.`;

const counted = ['people', 'accounts', 'connections', 'posts'];

const root = fileURLToPath(new URL('../..', import.meta.url));

interface SeededFamily {
  /** As the command says them: people, accounts, connections, posts. */
  readonly counts: readonly string[];
  readonly seconds: number;
  readonly mostBytes: number;
}

/** How long a family takes to make, and how much memory. */
export async function benchSeed({ people }: BenchConfig): Promise<Result> {
  const rows: string[][] = [];
  let before: SeededFamily | undefined;
  for (const count of people) {
    const family = await seed(count);
    const { counts, seconds, mostBytes } = family;
    rows.push([
      ...counts,
      rounded(seconds),
      megabytes(mostBytes),
      `${(mostBytes / (before ?? family).mostBytes).toFixed(2)}×`,
    ]);
    before = family;
  }
  return { method, tables: [{ columns: [...counted, 'time, s', 'most memory, MB', 'of the size before'], rows }] };
}

async function seed(people: number): Promise<SeededFamily> {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-center-seeds-'));
  const startedAt = performance.now();
  const parameters = ['--people', String(people), '--data-dir', folder];
  const command = spawn(
    process.execPath,
    ['--import', '@accounts-center/typescript', 'seeds/src/main.ts', ...parameters],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  const memory = watchMemory(command.pid ?? process.pid);
  try {
    const [summary] = await Promise.all([text(command.stdout), once(command, 'exit')]);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (command.exitCode !== 0) throw new Error(`${people} people could not be seeded.`);
    return { counts: counted.map((what) => countIn(summary, what)), seconds, mostBytes: memory.most() };
  } finally {
    memory.stop();
    // Not the one of promises, which holds all files of a folder at once: here they are millions.
    rmSync(folder, { recursive: true, force: true });
  }
}

/** As the command says it. */
function countIn(summary: string, what: string): string {
  const count = new RegExp(`^ *([\\d,]+) ${what}$`, 'm').exec(summary)?.[1];
  if (count === undefined) throw new Error(`The command did not say how many ${what} there are.`);
  return count;
}
