// `npm run generate:migrations [-- --name what_it_is_about]` writes the migrations of every service whose tables have
// changed; with `--check` it only tells which they are.
import { parseArgs } from 'node:util';
import { type App, tablesOf } from '../packages/app-kit/src/index.ts';
import { generateMigrations } from '../packages/db/src/generate.ts';
import type { TableDefinition } from '../packages/db/src/index.ts';
import { accountsCenter, apps } from '../schema/src/index.ts';
import { tables as accountsCenterTables } from '../subgraphs/accounts-center/src/tables.ts';

interface Outcome {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

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
  for (const { service } of apps) {
    const { app } = (await import(`../subgraphs/${service}/src/app.ts`)) as { readonly app: App };
    all.push(await generateFor(service, tablesOf(app)));
  }
  all.push(await generateFor(accountsCenter, accountsCenterTables));
  return all;
}

async function generateFor(service: string, tables: readonly TableDefinition[]): Promise<Outcome> {
  const folder = new URL(`../subgraphs/${service}/migrations/`, import.meta.url);
  const written = await generateMigrations({ ...values, folder, tables });
  return { ok: !values.check || written.length === 0, lines: written.map((line) => `${service}: ${line}`) };
}
