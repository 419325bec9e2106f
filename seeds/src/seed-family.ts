import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PASSWORD_COST } from '@accounts-center/accounts-center/seeding';
import { services } from '@accounts-center/schema';
import { hash } from '@node-rs/argon2';
import { createFamily, type Family } from './family/family.ts';
import { drawPictures } from './photos/photo-pool.ts';
import type { Picture } from './photos/picture.ts';
import type { SeededService, ServiceSeeding } from './seed-service.ts';

/** Seeds one service, in whatever process; tells now and then how many people are done. */
export type RunSeeding = (seeding: ServiceSeeding, onPeople: (done: number) => void) => Promise<SeededService>;

export interface SeedOptions {
  readonly people: number;
  /** The same seed gives the same rows. */
  readonly seed: string;
  /** Gets a folder for each app's media; null where nobody will look at photos. */
  readonly mediaFolder: string | null;
  readonly databaseUrl: (service: string) => string;
  /** How many different pictures there are; some dozens unless told. */
  readonly pictures?: number;
  readonly run: RunSeeding;
  /** How many services are seeded at once. */
  readonly servicesAtOnce?: number;
  /** Is told how much of the work is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export interface SeededFamily {
  /** Who was made. */
  readonly family: Family;
  readonly services: readonly SeededService[];
}

/** Everybody's. */
export const SEEDED_PASSWORD = 'seeded-password-1';

const PICTURES = 24;

/**
 * Makes a family of apps: rows in each service's database, photos in each app's folder of media.
 * @throws when a database is there already, or has rows
 */
export async function seedFamily(options: SeedOptions): Promise<SeededFamily> {
  const { people, seed, mediaFolder, databaseUrl } = options;
  assertNoFiles(databaseUrl);
  const pool = await drawPool(options);
  const salt = Buffer.from(`${seed}, and sixteen bytes`).subarray(0, 16);
  const passwordHash = await hash(SEEDED_PASSWORD, { ...DEFAULT_PASSWORD_COST, salt });
  const work = services.map(({ name: service }): ServiceSeeding => {
    const own = { service, databaseUrl: databaseUrl(service), mediaFolder: mediaFolder && join(mediaFolder, service) };
    return { ...own, people, seed, pool, passwordHash };
  });
  return { family: createFamily(options, pool), services: await seedAll(work, options) };
}

/** Beside the apps' media, whose names for a picture are names of its files here. */
async function drawPool({ mediaFolder, pictures = PICTURES }: SeedOptions): Promise<Picture[]> {
  if (mediaFolder !== null) return await drawPictures(join(mediaFolder, 'seeded-pictures'), pictures);
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-pictures-'));
  try {
    return await drawPictures(folder, pictures);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Some services at a time. */
async function seedAll(work: ServiceSeeding[], options: SeedOptions): Promise<SeededService[]> {
  const { people, run, servicesAtOnce = 1, onProgress } = options;
  const waiting = [...work];
  const seeded: SeededService[] = [];
  const done = new Map<string, number>();
  const tell = (service: string, count: number): void => {
    done.set(service, count);
    const sum = [...done.values()].reduce((all, one) => all + one, 0);
    onProgress?.(sum / people / work.length);
  };
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { service } = next;
      seeded.push(await run(next, (count) => tell(service, count)));
      tell(service, people);
    }
  };
  await Promise.all(Array.from({ length: servicesAtOnce }, lane));
  return seeded;
}

// Before anything is written: a loader refuses too, but after others may have finished.
function assertNoFiles(databaseUrl: SeedOptions['databaseUrl']): void {
  const files = services.map(({ name }) => databaseUrl(name)).filter((url) => url.startsWith('file:'));
  const taken = files.map((url) => url.slice('file:'.length)).find((path) => existsSync(path));
  if (taken !== undefined) throw new Error(`There is data already: ${taken}. Seed into another folder, or remove it.`);
}
