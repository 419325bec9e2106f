import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type App, tablesOf } from '@accounts-center/app-kit';
import { type Family, readFamily } from '@accounts-center/constellation';
import { generateMigrations } from '@accounts-center/db/generate';
import { readFamilyGraph } from '@accounts-center/schema';
import { graphOutputs, write } from '@accounts-center/schema/generate';
import { app as postcards } from './postcards/app.ts';

/** The family with a fifth app, and all that is generated for it, in a folder of its own. */
export interface FamilyOfFive {
  readonly family: Family;
  readonly postcards: App;
  remove(): void;
}

/** Does what `npm run generate` and `npm run generate:migrations` do, for five apps. */
export async function prepareFamilyOfFive(): Promise<FamilyOfFive> {
  const folder = mkdtempSync(join(tmpdir(), 'accounts-center-five-'));
  const schema = join(folder, 'schema');
  const four = readFamily();
  const registry = [...four.graph.apps, postcards.entry];
  mkdirSync(schema);
  writeFileSync(join(schema, 'apps.json'), JSON.stringify(registry));
  write(graphOutputs(registry), folder);
  const migrations = join(folder, 'subgraphs/postcards/migrations');
  await generateMigrations({ folder: migrations, tables: tablesOf(postcards) });

  const graph = readFamilyGraph(pathToFileURL(`${schema}/`));
  const joined = { ...postcards, migrations: pathToFileURL(migrations), typeDefs: graph.subgraphSdl('postcards') };
  return {
    family: { graph, apps: [...four.apps, joined] },
    postcards: joined,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
