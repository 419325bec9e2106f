import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DatabaseLog, Migration } from '../database.ts';
import { generateMigrations } from '../generate.ts';
import { openDatabase } from '../open.ts';
import { defineTables } from '../tables/define.ts';
import { runProcess } from '../testing/run-process.ts';
import { eachDialect } from '../testing.ts';

const FIRST: Migration = { name: '0000_initial', sql: 'CREATE TABLE one (id text PRIMARY KEY);' };
const SECOND: Migration = { name: '0001_two', sql: 'CREATE TABLE two (id text PRIMARY KEY);' };

eachDialect((dialect, _open, createUrl) => {
  const start = async (url: string, migrations: readonly Migration[]) => {
    const applied: unknown[] = [];
    const log: DatabaseLog = { debug() {}, warn() {}, info: (fields) => applied.push(fields) };
    const db = await openDatabase({ url, tables: [], migrations, log });
    await db.close();
    return applied;
  };

  describe('migrations', () => {
    it('are applied once, and new ones after them', async () => {
      const url = await createUrl();
      expect(await start(url, [FIRST])).toEqual([{ migration: '0000_initial' }]);
      expect(await start(url, [FIRST])).toEqual([]);
      expect(await start(url, [FIRST, SECOND])).toEqual([{ migration: '0001_two' }]);
    });

    it('may be known to a newer process only, while replicas are replaced', async () => {
      const url = await createUrl();
      await start(url, [FIRST, SECOND]);
      expect(await start(url, [FIRST])).toEqual([]);
    });

    it('are refused by name when changed after they were applied', async () => {
      const url = await createUrl();
      await start(url, [FIRST, SECOND]);
      const changed = { ...FIRST, sql: `${FIRST.sql} -- changed` };
      await expect(start(url, [changed, SECOND])).rejects.toThrow('Migration 0000_initial was changed');
    });

    it('are refused by name when they come too late', async () => {
      const url = await createUrl();
      await start(url, [FIRST, SECOND]);
      const late = { name: '0000_late', sql: 'SELECT 1' };
      await expect(start(url, [FIRST, late, SECOND])).rejects.toThrow('Migration 0000_late sorts before 0001_two');
    });

    it('are applied all or not at all', async () => {
      const url = await createUrl();
      await expect(start(url, [FIRST, { ...SECOND, sql: 'CREATE nonsense' }])).rejects.toThrow();
      expect(await start(url, [FIRST, SECOND])).toHaveLength(2);
    });

    it.each([
      ['an empty', []],
      ['an older', [FIRST]],
    ])('are applied once by processes that start together on %s database', async (_what, already) => {
      const url = await createUrl();
      await start(url, already);
      const folder = await createFolder();
      await writeMigrations(join(folder, dialect), [FIRST, SECOND]);
      expect(await startTogether(4, url, folder)).toEqual([0, 0, 0, 0]);
    });

    it('keep the rows that refer to a changed table', async () => {
      const url = await createUrl();
      const folder = await createFolder();
      const before = family(false);
      await generateMigrations({ folder, tables: [before] });
      await using old = await openDatabase({ url, tables: [before], migrations: folder });
      await old.write(async (tx) => {
        await tx.insert(old.tables(before).parent).values({ id: 'p' });
        await tx.insert(old.tables(before).child).values({ id: 'c', parentId: 'p' });
      });
      await old.close();

      const after = family(true);
      const written = await generateMigrations({ folder, tables: [after], name: 'count_children' });
      expect(written.some((file) => file.endsWith(join(dialect, '0001_count_children.sql')))).toBe(true);
      await using db = await openDatabase({ url, tables: [after], migrations: folder });
      expect(await db.read.$count(db.tables(after).child)).toBe(1);
    });
  });
});

// SQLite can only change a column's default by making the table anew.
function family(hasChildren: boolean) {
  return defineTables((d) => {
    const parent = d.table('parent', {
      id: d.text('id').primaryKey(),
      children: d
        .integer('children')
        .notNull()
        .default(hasChildren ? 1 : 0),
    });
    const parentId = d.text('parent_id').references(() => parent.id, { onDelete: 'cascade' });
    return { parent, child: d.table('child', { id: d.text('id').primaryKey(), parentId }) };
  });
}

async function writeMigrations(folder: string, migrations: readonly Migration[]): Promise<void> {
  await mkdir(folder);
  await Promise.all(migrations.map(({ name, sql }) => writeFile(join(folder, `${name}.sql`), sql)));
}

async function startTogether(processes: number, url: string, folder: string): Promise<unknown[]> {
  const script = new URL('../testing/open-process.ts', import.meta.url);
  const replicas = Array.from({ length: processes }, () => runProcess(script, url, folder));
  await Promise.all(replicas.map((replica) => once(replica.stdout, 'data')));
  for (const replica of replicas) replica.stdin.end();
  const exits = await Promise.all(replicas.map((replica) => once(replica, 'exit')));
  return exits.map(([code]): unknown => code);
}

async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
