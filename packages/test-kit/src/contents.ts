import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { Service } from '@accounts-center/subgraph-kit';
import type { World } from './world.ts';

/**
 * All that a world keeps, in short: for every table of every service how many rows it has and a hash of what is in them,
 * and the number of stored files. Equal before and after means that nothing was written.
 */
export async function contentsOf({ constellation, mediaFolder, settle }: World): Promise<Record<string, string>> {
  await settle();
  const services = Object.values(constellation.services);
  const perService = await Promise.all(services.map(contentsOfDatabase));
  const files = await readdir(mediaFolder, { recursive: true });
  return { ...Object.fromEntries(perService.flat()), files: String(files.length) };
}

async function contentsOfDatabase({ name: service, db, tables: definitions }: Service): Promise<[string, string][]> {
  const tables = definitions.flatMap((definition) => Object.entries(db.tables(definition)));
  return Promise.all(
    tables.map(async ([name, table]): Promise<[string, string]> => {
      const rows = (await db.read.select().from(table)).map((row) => JSON.stringify(row)).sort();
      const hash = createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 12);
      return [`${service}.${name}`, `${rows.length} rows, ${hash}`];
    }),
  );
}
