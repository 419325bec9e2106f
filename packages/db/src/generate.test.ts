import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateMigrations } from './generate.ts';
import { defineTables } from './tables/define.ts';

const before = defineTables((d) => ({ user: d.table('user', { id: d.text('id').primaryKey() }) }));
const after = defineTables((d) => ({
  user: d.table('user', { id: d.text('id').primaryKey(), name: d.text('name') }),
  post: d.table('post', { id: d.text('id').primaryKey() }),
}));

describe('generated migrations', () => {
  let path = '';
  let folder = new URL('file:///');
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'accounts-center-generate-'));
    folder = pathToFileURL(`${path}/`);
  });
  afterEach(() => rm(path, { recursive: true }));

  it('are written for both dialects, and once only', async () => {
    expect(await generateMigrations({ folder, tables: [before] })).toEqual([
      join(path, 'sqlite', '0000_initial.sql'),
      join(path, 'postgres', '0000_initial.sql'),
    ]);
    expect(await generateMigrations({ folder, tables: [before] })).toEqual([]);
    expect((await readdir(join(path, 'sqlite'))).sort()).toEqual(['0000_initial.sql', 'snapshot.json']);
  });

  it('hold the difference to the last ones', async () => {
    await generateMigrations({ folder, tables: [before] });
    await generateMigrations({ folder, tables: [after], name: 'posts' });
    const sql = await readFile(join(path, 'postgres', '0001_posts.sql'), 'utf8');
    expect(sql).toContain('CREATE TABLE "post"');
    expect(sql).toContain('ALTER TABLE "user" ADD COLUMN "name"');
    expect(sql).not.toContain('CREATE TABLE "user"');
  });

  it('can be checked: nothing is written, every table that differs is named', async () => {
    await generateMigrations({ folder, tables: [before] });
    expect(await generateMigrations({ folder, tables: [before], check: true })).toEqual([]);
    expect(await generateMigrations({ folder, tables: [after], check: true })).toEqual([
      'sqlite: table "post" differs from its migrations',
      'sqlite: table "user" differs from its migrations',
      'postgres: table "post" differs from its migrations',
      'postgres: table "user" differs from its migrations',
    ]);
    expect(await readdir(join(path, 'sqlite'))).toHaveLength(2);
  });
});
