import { AsyncLocalStorage } from 'node:async_hooks';
import { afterEach, describe, expect, it } from 'vitest';
import type { Database, DatabaseOptions } from '../database.ts';
import { initialMigration } from '../generate.ts';
import { openDatabase } from '../open.ts';
import { defineTables } from '../tables/define.ts';
import { fixture } from '../testing/fixture.ts';

describe('the write queue of SQLite', () => {
  const opened: Database[] = [];
  afterEach(() => Promise.all(opened.splice(0).map((db) => db.close())));
  const open = async (options: Omit<DatabaseOptions, 'url'>) => {
    const db = await openDatabase({ url: 'file::memory:', ...options });
    opened.push(db);
    return db;
  };

  it('commits all that is waiting in one COMMIT, up to 64 at a time', async () => {
    const statements: string[] = [];
    const migrations = [await initialMigration('sqlite', [fixture])];
    const onStatement = (sql: string) => statements.push(sql);
    const db = await open({ tables: [fixture], migrations, onStatement });
    const { counter } = db.tables(fixture);
    const names = Array.from({ length: 150 }, (_, index) => `c${index}`);
    await Promise.all(names.map((name) => db.write((tx) => tx.insert(counter).values({ name }))));

    expect(await db.read.$count(counter)).toBe(150);
    const count = (statement: string) => statements.filter((sql) => sql === statement).length;
    expect(count('BEGIN IMMEDIATE')).toBe(3);
    expect(count('COMMIT')).toBe(3);
  });

  it('rejects every transaction of a group whose COMMIT fails, and goes on', async () => {
    const family = defineTables((d) => ({
      child: d.table('child', { id: d.text('id').primaryKey(), parentId: d.text('parent_id') }),
    }));
    const sql = `CREATE TABLE child
      (id text PRIMARY KEY, parent_id text REFERENCES child (id) DEFERRABLE INITIALLY DEFERRED)`;
    const db = await open({ tables: [family], migrations: [{ name: '0000_initial', sql }] });
    const { child } = db.tables(family);
    const insert = (id: string, parentId?: string) => db.write((tx) => tx.insert(child).values({ id, parentId }));

    const group = await Promise.allSettled([insert('a'), insert('orphan', 'nobody'), insert('b')]);
    expect(group.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await insert('c');
    expect(await db.read.select({ id: child.id }).from(child)).toEqual([{ id: 'c' }]);
  });

  it('runs a transaction in the async context of its caller', async () => {
    const db = await open({ tables: [], migrations: [] });
    const context = new AsyncLocalStorage<number>();
    const write = (value: number) => context.run(value, () => db.write(async () => context.getStore()));
    expect(await Promise.all([1, 2, 3].map(write))).toEqual([1, 2, 3]);
  });
});
