import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProcesses, seedFamily } from '@accounts-center/seeds';
import type { BenchConfig } from './config.ts';
import { watchMemory } from './measure/memory.ts';
import type { Result } from './report/report.ts';
import { megabytes, rounded } from './report/table.ts';

const method = `\`npm run seed\` into SQLite files and folders of media, two services at a time. Aim: 100,000 people with
1,000,000 posts within 300 s, in memory that does not grow with the number of people. The memory is what all processes
together had at most.`;

/** How long a family takes to make, and how much memory. */
export async function benchSeed({ people }: BenchConfig): Promise<Result> {
  const rows: string[][] = [];
  for (const count of people) rows.push(await seed(count));
  const columns = ['people', 'posts', 'rows', 'time, s', 'rows/s', 'most memory, MB'];
  return { method, tables: [{ columns, rows }] };
}

async function seed(people: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-seeds-'));
  const memory = watchMemory(process.pid);
  const startedAt = performance.now();
  try {
    const { services } = await seedFamily({
      people,
      seed: 'family',
      mediaFolder: join(folder, 'media'),
      databaseUrl: (service) => `file:${join(folder, `${service}.db`)}`,
      run: createProcesses(),
      servicesAtOnce: availableParallelism(),
    });
    const seconds = (performance.now() - startedAt) / 1_000;
    const rows = services.flatMap((service) => Object.values(service.rows)).reduce((sum, count) => sum + count, 0);
    const posts = services.reduce((sum, service) => sum + (service.rows['post'] ?? 0), 0);
    const figures = [people, posts, rows].map((count) => count.toLocaleString('en'));
    return [...figures, rounded(seconds), rounded(rows / seconds), megabytes(memory.most())];
  } finally {
    memory.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
