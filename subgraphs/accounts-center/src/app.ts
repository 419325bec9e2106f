import { openDatabase } from '@accounts-center/db';
import { accountsCenter, type FamilyGraph, readFamilyGraph } from '@accounts-center/schema';
import {
  createEventInbox,
  createEventNotes,
  createEventPush,
  createIdempotency,
  createIdentitySigner,
  createOutbox,
  createOutboxWorker,
  every,
  type OutboxWorker,
  type OutboxWorkerOptions,
  type Service,
  type ServiceDependencies,
  secureFraction,
} from '@accounts-center/subgraph-kit';
import { remoteAppContract } from './app-contract/remote-app-contract.ts';
import { createFamilyApps } from './apps.ts';
import type { GuessLimits } from './identity/guesses.service.ts';
import type { PasswordCost } from './identity/passwords.ts';
import type { Mailer } from './mail/mailer.ts';
import type { MemoryMailer } from './mail/memory-mailer.ts';
import { createSecretBox } from './secret-box.ts';
import { createServer } from './server.ts';
import type { SharingPace } from './sharing/sharing.service.ts';
import { createSlices } from './slices.ts';
import { migrations, tables } from './tables.ts';

const SWEEP_EVERY_MS = 60 * 60_000;

export interface AccountsCenterDependencies extends ServiceDependencies {
  /** The family that it serves; the one of `schema/` unless told. */
  readonly graph?: FamilyGraph;
  /** Base64 keys of 32 bytes for what is encrypted at rest; the newest first. */
  readonly secretKeys: readonly string[];
  readonly mailer: Mailer;
  /** In development: the mailer whose mails `GET /mailbox` shows. */
  readonly mailbox?: MemoryMailer;
  readonly passwordCost?: PasswordCost;
  readonly guessLimits?: Partial<GuessLimits>;
  /** How patient sharing is. */
  readonly sharingPace?: Partial<SharingPace>;
  /** Waits after a job that failed. */
  readonly backoff?: NonNullable<OutboxWorkerOptions['backoff']>;
}

/** Builds accounts-center over its database. It listens to nobody, and works off jobs as it is kicked, until it is started. */
export async function createAccountsCenter(deps: AccountsCenterDependencies): Promise<Service> {
  const { clock, ids, log, keyring, client, bus, backoff, graph = readFamilyGraph() } = deps;
  const family = createFamilyApps(graph.apps);
  const db = await openDatabase({ ...deps.database, tables, migrations, log });
  const signer = createIdentitySigner({ issuer: accountsCenter, keyring, clock });
  const idempotency = createIdempotency({ db, clock });
  const outbox = createOutbox({ db, clock, ids });

  const slices = createSlices({
    ...deps,
    db,
    family,
    contract: remoteAppContract({ client, signer, family }),
    random: secureFraction(),
    outbox,
    notes: createEventNotes({ outbox, service: accountsCenter, bus }),
    idempotency,
    secretBox: createSecretBox(deps.secretKeys),
    kick: () => worker.kick(),
  });
  const worker: OutboxWorker = createOutboxWorker({
    db,
    clock,
    ids,
    log,
    service: accountsCenter,
    handlers: slices.jobs,
    push: createEventPush({ client, signer }),
    ...deps.telemetry,
    ...(backoff && { backoff }),
  });
  const inbox = createEventInbox({ db, clock, handlers: slices.events, onHandled: () => worker.kick() });
  const doors = await createServer({ ...deps, graph, family, db, slices, inbox });
  const sweepAll = () => Promise.all([slices.sweep(), inbox.sweep(), idempotency.sweep()]);
  const sweeper = every(SWEEP_EVERY_MS, sweepAll, log);

  async function close(): Promise<void> {
    await doors.server.close();
    await sweeper.close();
    await worker.stop();
    await deps.mailer.close();
    await db.close();
  }
  return { name: accountsCenter, ...doors, worker, db, tables, close, [Symbol.asyncDispose]: close };
}
