// `npm run generate:migrations [-- --name what_it_is_about]` writes the migrations of every service whose tables have
// changed; with `--check` it only tells which they are.
import { parseArgs } from 'node:util';
import { appTables } from '../packages/app-kit/src/tables.ts';
import { generateMigrations } from '../packages/db/src/generate.ts';
import type { TableDefinition } from '../packages/db/src/index.ts';
import { accountsCenter } from '../schema/src/index.ts';
import { tables as accountsCenterTables } from '../subgraphs/accounts-center/src/tables.ts';

interface Outcome {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

interface TablesOwner {
  readonly name: string;
  readonly tables: readonly TableDefinition[];
  readonly folder: URL;
}

/** Whoever declares tables. All apps have the same ones. */
const owners: readonly TablesOwner[] = [
  { name: 'app-kit', tables: appTables, folder: new URL('../packages/app-kit/migrations/', import.meta.url) },
  {
    name: accountsCenter,
    tables: accountsCenterTables,
    folder: new URL('../subgraphs/accounts-center/migrations/', import.meta.url),
  },
];

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, name: { type: 'string' } } });
const outcomes: Outcome[] = await generateAll();
const lines = outcomes.flatMap((outcome) => outcome.lines);
process.stdout.write(lines.length === 0 ? 'The migrations are up to date.\n' : `${lines.join('\n')}\n`);
if (outcomes.some(({ ok }) => !ok)) {
  process.stdout.write('Write what is missing with: npm run generate:migrations -- --name what_it_is_about\n');
  process.exitCode = 1;
}

// One after the other: a renamed column is asked about at the terminal.
async function generateAll(): Promise<Outcome[]> {
  const all: Outcome[] = [];
  for (const owner of owners) all.push(await generateFor(owner));
  return all;
}

async function generateFor({ name, tables, folder }: TablesOwner): Promise<Outcome> {
  const written = await generateMigrations({ ...values, folder, tables });
  return { ok: !values.check || written.length === 0, lines: written.map((line) => `${name}: ${line}`) };
}
