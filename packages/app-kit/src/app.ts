import { openDatabase } from '@accounts-center/db';
import { type AppEntry, readSubgraphSdl } from '@accounts-center/schema';
import {
  createEventPush,
  createIdempotency,
  createIdentitySigner,
  createOutbox,
  createOutboxWorker,
  every,
  type OutboxWorker,
  type Service,
  type ServiceDependencies,
} from '@accounts-center/subgraph-kit';
import { createMedia } from './media/create-media.ts';
import type { MediaStorage } from './media/storage/media-storage.ts';
import { createInDoubtWatch } from './profile-changes/in-doubt.service.ts';
import { WATCH_PROFILE_CHANGE } from './profile-changes/in-doubt.ts';
import type { Rules } from './rules/rules.ts';
import { createServer } from './server.ts';
import { createAppServices } from './services.ts';
import { appResolvers } from './subgraph.ts';
import { appMigrations, appTables } from './tables.ts';

const SWEEP_EVERY_MS = 60 * 60_000;

/** What makes one app differ from the next. */
export interface App {
  readonly entry: AppEntry;
  readonly rules: Rules;
  /** Its subgraph's SDL; the one rendered under `schema/subgraphs/` unless told. */
  readonly typeDefs?: string;
}

export interface AppDependencies extends ServiceDependencies {
  /** Closed with the app. */
  readonly mediaStorage: MediaStorage;
  /** Signs the addresses of media that are not for everybody; a secret of this service alone. */
  readonly mediaKey: string;
}

/** Builds an app over its database. It listens to nobody, and works off jobs as it is kicked, until it is started. */
export async function createAppService(app: App, deps: AppDependencies): Promise<Service> {
  const { entry, typeDefs = readSubgraphSdl(entry.service) } = app;
  const { clock, ids, log, keyring, client, mediaStorage } = deps;
  const { service } = entry;
  const db = await openDatabase({ ...deps.database, tables: appTables, migrations: appMigrations, log });
  const outbox = createOutbox({ db, clock, ids });
  const idempotency = createIdempotency({ db, clock });
  const media = createMedia({ ...deps, app: entry, db, outbox, storage: mediaStorage });
  const parts = { ...app, db, clock, ids, idempotency, outbox, media: media.media };
  const services = createAppServices({ ...parts, kick: () => worker.kick() });

  const worker: OutboxWorker = createOutboxWorker({
    db,
    clock,
    ids,
    log,
    service,
    handlers: { ...media.jobs, [WATCH_PROFILE_CHANGE]: createInDoubtWatch(parts) },
    push: createEventPush({ client, signer: createIdentitySigner({ issuer: service, keyring, clock }) }),
  });
  const resolvers = appResolvers(entry);
  const doors = await createServer({ entry, typeDefs, resolvers, services, media, db, keyring, clock, log });
  const sweeper = every(SWEEP_EVERY_MS, idempotency.sweep, log);

  async function close(): Promise<void> {
    await doors.server.close();
    await sweeper.close();
    await worker.stop();
    await mediaStorage.close();
    await db.close();
  }
  return { name: service, ...doors, worker, db, close, [Symbol.asyncDispose]: close };
}
