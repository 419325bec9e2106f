import { sql } from 'drizzle-orm';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Database, DatabaseLog } from '../database.ts';
import { initialMigration } from '../generate.ts';
import { openDatabase } from '../open.ts';
import { fixture } from '../testing/fixture.ts';
import { createTestDatabase } from '../testing.ts';
import { retryConflicts } from './retry.ts';

describe('PostgreSQL', () => {
  const open = async (log?: DatabaseLog, connections = 1) => {
    const { url, remove } = await createTestDatabase('postgres');
    const migrations = [await initialMigration('postgres', [fixture])];
    const db = await openDatabase({ url, tables: [fixture], migrations, connections, ...(log && { log }) });
    onTestFinished(async () => {
      await db.close();
      await remove();
    });
    return { db, url, ...db.tables(fixture) };
  };

  it('a connection lost in a write fails that write only', async () => {
    const { db, url, counter } = await open();
    const write = db.write(async (tx) => {
      await tx.insert(counter).values({ name: 'a' });
      await cutConnections(url);
      await tx.insert(counter).values({ name: 'b' });
    });
    await expect(write).rejects.toThrow();
    await db.write((tx) => tx.insert(counter).values({ name: 'c' }));
    expect(await db.read.select({ name: counter.name }).from(counter)).toEqual([{ name: 'c' }]);
  });

  it('an idle connection lost is replaced, and told to the log', async () => {
    const warned = deferredLog();
    const { db, url } = await open(warned.log);
    await db.ping();
    await cutConnections(url);
    expect(await warned.message).toBe('lost an idle connection');
    await db.ping();
  });

  it('keeps parameters and rows out of error messages', async () => {
    const { db, counter } = await open();
    const values = { name: 'secret', value: sql`null` };
    const error = await db.write((tx) => tx.insert(counter).values(values)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: '23502', detail: undefined });
    expect(String(error)).not.toContain('secret');
  });

  it('of two writes that add the same row once, the one that lost finds the row of the other', async () => {
    const { db, counter, account } = await open(undefined, 2);
    let started = 0;
    let bothStarted = () => {};
    const both = new Promise<void>((resolve) => {
      bothStarted = resolve;
    });
    const addOnce = () =>
      db.write(async (tx) => {
        // Read in another table than the one whose key collides: PostgreSQL then reports the key, not the lost race.
        const done = await tx.select().from(counter);
        if (done.length > 0) return 'found';
        if (++started === 2) bothStarted();
        await both;
        await tx.insert(account).values({ id: 'a', username: 'zoe', handle: 'zoe', number: 1 });
        await tx.insert(counter).values({ name: 'done' });
        return 'added';
      });
    expect((await Promise.all([addOnce(), addOnce()])).toSorted()).toEqual(['added', 'found']);
  });

  it('a unique violation that stays is repeated once only', async () => {
    const { db, counter } = await open();
    await db.write((tx) => tx.insert(counter).values({ name: 'a' }));
    let runs = 0;
    const again = db.write(async (tx) => {
      runs++;
      await tx.insert(counter).values({ name: 'a' });
    });
    await expect(again).rejects.toMatchObject({ name: 'UniqueViolation' });
    expect(runs).toBe(2);
  });

  it('a write that meets conflicts only gives up', async () => {
    let runs = 0;
    const conflict = Object.assign(new Error('could not serialize access'), { code: '40001' });
    const write = retryConflicts(
      async () => {
        runs++;
        throw new Error('wrapped', { cause: conflict });
      },
      () => {},
    );
    await expect(write).rejects.toThrow('wrapped');
    expect(runs).toBe(12);
  });

  it('a write that fails for another reason is not repeated', async () => {
    const { db } = await open();
    expect(await countRuns(db)).toBe(1);
  });
});

async function countRuns(db: Database): Promise<number> {
  let runs = 0;
  const write = db.write(async () => {
    runs++;
    throw new Error('no');
  });
  await write.catch(() => {});
  return runs;
}

async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await client.end();
}

function deferredLog(): { log: DatabaseLog; message: Promise<string> } {
  let log: DatabaseLog = { debug() {}, info() {}, warn() {} };
  const message = new Promise<string>((resolve) => {
    log = { ...log, warn: (_fields, text) => resolve(text) };
  });
  return { log, message };
}
