import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { initialMigration } from '../generate.ts';
import { openDatabase } from '../open.ts';
import { fixture } from '../testing/fixture.ts';
import { runProcess } from '../testing/run-process.ts';
import { createTestDatabase } from '../testing.ts';

it('a process killed at any time has lost no acknowledged write, and left no half of one', async () => {
  const { url, remove } = await createTestDatabase('sqlite');
  onTestFinished(remove);
  const acknowledged = await writeUntilKilled(url, 500);

  await using db = await openDatabase({
    url,
    tables: [fixture],
    migrations: [await initialMigration('sqlite', [fixture])],
  });
  const { counter, account } = db.tables(fixture);
  const counters = (await db.read.select({ name: counter.name }).from(counter)).map(({ name }) => name);
  const accounts = (await db.read.select({ id: account.id }).from(account)).map(({ id }) => id);
  expect(acknowledged.length).toBeGreaterThanOrEqual(500);
  expect(new Set(counters)).toEqual(new Set(accounts));
  expect(acknowledged.filter((name) => !counters.includes(name))).toEqual([]);
});

async function writeUntilKilled(url: string, atLeast: number): Promise<string[]> {
  const child = runProcess(new URL('../testing/write-process.ts', import.meta.url), url);
  const exit = once(child, 'exit');
  const acknowledged: string[] = [];
  for await (const name of createInterface(child.stdout)) {
    acknowledged.push(name);
    if (acknowledged.length === atLeast) child.kill('SIGKILL');
  }
  await exit;
  return acknowledged;
}
