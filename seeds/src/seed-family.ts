import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_PASSWORD_COST, type App } from '@accounts-center/accounts-center/seeding';
import { services } from '@accounts-center/schema';
import { hash } from '@node-rs/argon2';
import { createFamily } from './family/family.ts';
import { drawPictures } from './photos/photo-pool.ts';
import type { SeededService, ServiceSeeding } from './seed-service.ts';

export interface SeedOptions {
  readonly people: number;
  /** The same seed gives the same rows. */
  readonly seed: string;
  /** Where the constellation keeps everything. */
  readonly dataFolder: string;
  readonly databaseUrl: (service: string) => string;
  /** How many different pictures there are; some dozens unless told. */
  readonly pictures?: number;
  /** Seeds one service, in whatever process. */
  readonly run: (seeding: ServiceSeeding, onPerson: (done: number) => void) => Promise<SeededService>;
  /** How many services are seeded at once. */
  readonly servicesAtOnce?: number;
  /** Is told how much of the work is done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** An account that anybody may sign in to. */
export interface SeededSignIn {
  readonly app: App;
  readonly username: string;
}

export interface SeededFamily {
  readonly services: readonly SeededService[];
  /** Of everybody. */
  readonly password: string;
  /** Some people's accounts, linked ones among them. */
  readonly signIns: readonly SeededSignIn[];
}

export const SEEDED_PASSWORD = 'seeded-password-1';

const PICTURES = 36;
const PEOPLE_SHOWN = 4;

/**
 * Makes a family of apps: rows in each service's database, photos in each app's folder of media.
 * @throws when a database has rows
 */
export async function seedFamily(options: SeedOptions): Promise<SeededFamily> {
  const { people, seed, dataFolder, databaseUrl, run, servicesAtOnce = 1 } = options;
  assertNoFiles(databaseUrl);
  const media = join(dataFolder, 'media');
  await mkdir(media, { recursive: true });
  const pool = await drawPictures(join(media, 'seeded-pictures'), options.pictures ?? PICTURES);
  const salt = Buffer.from(`${seed} salt of 16 bytes`).subarray(0, 16);
  const passwordHash = await hash(SEEDED_PASSWORD, { ...DEFAULT_PASSWORD_COST, salt });
  const waiting = services.map(({ name: service }): ServiceSeeding => {
    const own = { service, databaseUrl: databaseUrl(service), mediaFolder: join(media, service) };
    return { ...own, people, seed, pool, passwordHash };
  });

  const done = new Map<string, number>();
  const seeded: SeededService[] = [];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { service } = next;
      seeded.push(await run(next, (count) => tell(service, count)));
      tell(service, people);
    }
  };
  const tell = (service: string, count: number): void => {
    done.set(service, count);
    const sum = [...done.values()].reduce((all, one) => all + one, 0);
    options.onProgress?.(sum / people / services.length);
  };
  await Promise.all(Array.from({ length: servicesAtOnce }, lane));
  return { services: seeded, password: SEEDED_PASSWORD, signIns: someSignIns(options) };
}

// Before anything is written: a loader refuses too, but after others may have finished.
function assertNoFiles(databaseUrl: SeedOptions['databaseUrl']): void {
  const files = services.map(({ name }) => databaseUrl(name)).filter((url) => url.startsWith('file:'));
  const taken = files.map((url) => url.slice('file:'.length)).find((path) => existsSync(path));
  if (taken !== undefined) throw new Error(`There is data already: ${taken}. Seed into another folder, or remove it.`);
}

/** The first linked people, as they have most to show. */
function someSignIns({ people, seed }: SeedOptions): SeededSignIn[] {
  const family = createFamily({ people, seed }, []);
  const shown: SeededSignIn[][] = [];
  for (const { accounts, link } of family.people()) {
    if (link) shown.push(accounts.map(({ app, username }) => ({ app: app.app, username })));
    if (shown.length === PEOPLE_SHOWN) break;
  }
  return shown.flat();
}
