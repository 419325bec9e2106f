import { openDatabase } from '@accounts-center/db';
import { accountsCenter } from '@accounts-center/schema';
import {
  createEventInbox,
  createEventNotes,
  createEventPush,
  createIdempotency,
  createIdentitySigner,
  createIdentityVerifier,
  createOutbox,
  createOutboxWorker,
  every,
  type OutboxWorker,
  type Service,
} from '@accounts-center/subgraph-kit';
import type { App } from './app.ts';
import { buildFeatures } from './build-features.ts';
import type { AppDependencies, FeatureParts } from './feature.ts';
import { commonFeatures } from './features.ts';
import { createServer } from './server.ts';
import { tablesOf } from './tables.ts';
import type { Suspensions } from './users/suspensions.service.ts';

const SWEEP_EVERY_MS = 60 * 60_000;

/** A started app. */
export interface AppService extends Service {
  /** For the app's own staff; no door leads to it. */
  readonly suspensions: Suspensions;
}

/** Builds an app over its database. It listens to nobody, and works off jobs as it is kicked, until it is started. */
export async function createAppService(app: App, deps: AppDependencies): Promise<AppService> {
  const { entry, rules, migrations } = app;
  const { clock, ids, log, keyring, client, bus, mediaStorage, telemetry } = deps;
  const { service } = entry;
  const tables = tablesOf(app);
  const db = await openDatabase({ ...deps.database, tables, migrations, log });
  const admit: FeatureParts['admit'] = (audience, issuer) =>
    createIdentityVerifier({ audience, keyring, allowedIssuers: [issuer], clock });
  const outbox = createOutbox({ db, clock, ids });
  const idempotency = createIdempotency({ db, clock });
  const notes = createEventNotes({ outbox, service, bus });
  const parts = { ...deps, entry, rules, db, outbox, notes, idempotency, admit, kick: () => worker.kick() };
  const features = buildFeatures([...commonFeatures, ...app.features], parts);

  const worker: OutboxWorker = createOutboxWorker({
    db,
    clock,
    ids,
    log,
    service,
    handlers: features.jobs,
    push: createEventPush({ client, signer: createIdentitySigner({ issuer: service, keyring, clock }) }),
    ...telemetry,
  });
  const inbox = createEventInbox({ db, clock, handlers: features.events, onHandled: () => worker.kick() });
  const doors = await createServer({ app, features, db, admit, log, telemetry });
  inbox.mount(doors.server, admit(`${service}/events`, accountsCenter));
  const sweepAll = () => Promise.all([features.sweep(), inbox.sweep(), idempotency.sweep()]);
  const sweeper = every(SWEEP_EVERY_MS, sweepAll, log);

  async function close(): Promise<void> {
    await doors.server.close();
    await sweeper.close();
    await worker.stop();
    await mediaStorage.close();
    await db.close();
  }
  const { suspensions } = features.services;
  return { name: service, ...doors, worker, db, tables, suspensions, close, [Symbol.asyncDispose]: close };
}
