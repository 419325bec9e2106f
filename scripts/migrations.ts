// `npm run generate:migrations [-- --name what_it_is_about]` writes the migrations of every service whose tables have
// changed; with `--check` it only tells which they are.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { generateMigrations } from '../packages/db/src/generate.ts';
import type { TableDefinition } from '../packages/db/src/index.ts';
import { services } from '../schema/src/index.ts';

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
  for (const { name } of services) all.push(await generateFor(name));
  return all;
}

async function generateFor(service: string): Promise<Outcome> {
  const folder = new URL(`../subgraphs/${service}/`, import.meta.url);
  const declaration = new URL('src/tables.ts', folder);
  if (!existsSync(declaration)) return { ok: false, lines: [`${service}: no list of its tables in src/tables.ts`] };
  const { tables } = (await import(declaration.href)) as { readonly tables: readonly TableDefinition[] };
  const written = await generateMigrations({ ...values, folder: new URL('migrations/', folder), tables });
  return { ok: !values.check || written.length === 0, lines: written.map((line) => `${service}: ${line}`) };
}
