import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
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
processes together had at most.`;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How long a family takes to make, and how much memory. */
export async function benchSeed({ people }: BenchConfig): Promise<Result> {
  const rows: string[][] = [];
  for (const count of people) rows.push(await seed(count));
  const columns = ['people', 'accounts', 'connections', 'posts', 'time, s', 'most memory, MB'];
  return { method, tables: [{ columns, rows }] };
}

async function seed(people: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-seeds-'));
  const startedAt = performance.now();
  const parameters = ['--people', String(people), '--data-dir', folder];
  const command = spawn(process.execPath, ['--import', 'tsx', 'seeds/src/main.ts', ...parameters], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const memory = watchMemory(command.pid ?? process.pid);
  try {
    const [summary] = await Promise.all([text(command.stdout), once(command, 'exit')]);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (command.exitCode !== 0) throw new Error(`${people} people could not be seeded.`);
    const counts = ['people', 'accounts', 'connections', 'posts'].map((what) => countIn(summary, what));
    return [...counts, rounded(seconds), megabytes(memory.most())];
  } finally {
    memory.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As the command says it. */
function countIn(summary: string, what: string): string {
  const count = new RegExp(`^ *([\\d,]+) ${what}$`, 'm').exec(summary)?.[1];
  if (count === undefined) throw new Error(`The command did not say how many ${what} there are.`);
  return count;
}
