import { migrations, tables } from '@accounts-center/accounts-center/seeding';
import { tablesOf } from '@accounts-center/app-kit/seeding';
import { type Loader, type LoaderOptions, openLoader } from '@accounts-center/db/load';
import { createFamily, type Family } from './family/family.ts';
import { seededApps } from './family/family-apps.ts';
import type { Person } from './family/person.ts';
import { createPhotoShelf } from './photos/photo-shelf.ts';
import type { Picture } from './photos/picture.ts';
import { createAppRows } from './rows/app-rows.ts';
import { type Batches, createBatches } from './rows/batches.ts';
import { createCenterRows } from './rows/center-rows.ts';

/** What to do for one service; plain JSON, so that another process may do it. */
export interface ServiceSeeding {
  readonly service: string;
  readonly databaseUrl: string;
  /** Where the service keeps media; null to write their rows alone. */
  readonly mediaFolder: string | null;
  readonly people: number;
  readonly seed: string;
  readonly pool: readonly Picture[];
  readonly passwordHash: string;
}

export interface SeededService {
  readonly service: string;
  /** How many rows each table got. */
  readonly rows: Readonly<Record<string, number>>;
  readonly durationMs: number;
}

const TELL_EVERY = 100;

/**
 * Writes everybody's rows into the database of one service, in memory that does not grow with the number of people.
 * @param onPeople is told now and then how many people are done
 * @throws when the database has rows
 */
export async function seedService(seeding: ServiceSeeding, onPeople: (done: number) => void): Promise<SeededService> {
  const startedAt = performance.now();
  const family = createFamily(seeding, seeding.pool);
  const loader = await openLoader(databaseOf(seeding));
  const batches = createBatches(loader);
  try {
    const addRows = rowsOf(seeding, family, loader, batches);
    for (const person of family.people()) {
      addRows(person);
      await batches.writeSome();
      if ((person.index + 1) % TELL_EVERY === 0) onPeople(person.index + 1);
    }
    await batches.writeAll();
    await loader.finish();
  } catch (error) {
    await loader.abandon();
    throw error;
  }
  const durationMs = Math.round(performance.now() - startedAt);
  return { service: seeding.service, rows: loader.written(), durationMs };
}

function databaseOf({ service, databaseUrl: url }: ServiceSeeding): LoaderOptions {
  const app = seededApps.find((candidate) => candidate.service === service);
  return app === undefined ? { url, tables, migrations } : { url, tables: tablesOf(app), migrations: app.migrations };
}

function rowsOf(seeding: ServiceSeeding, family: Family, loader: Loader, batches: Batches): (person: Person) => void {
  const parts = { family, loader, batches, pool: seeding.pool };
  const app = seededApps.find(({ service }) => service === seeding.service);
  if (app === undefined) return createCenterRows({ ...parts, passwordHash: seeding.passwordHash });
  const { mediaFolder } = seeding;
  return createAppRows({ ...parts, app, putOnShelf: mediaFolder === null ? undefined : createPhotoShelf(mediaFolder) });
}
