import { generateMigrations } from '@accounts-center/db/generate';
import { expect, it } from 'vitest';
import { appMigrations, appTables } from './tables.ts';

it('the migrations lead to the tables as declared', async () => {
  expect(await generateMigrations({ folder: appMigrations, tables: appTables, check: true })).toEqual([]);
});
