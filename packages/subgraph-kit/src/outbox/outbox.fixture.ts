import type { Database } from '@accounts-center/db';
import { type MovableClock, movableClock } from '../clock.ts';
import { createIds } from '../ids.ts';
import { silentLogger } from '../logger.ts';
import type { JobHandler } from './outbox.job.ts';
import { createOutbox, type Outbox, type OutboxEntry } from './outbox.store.ts';
import { outboxTables } from './outbox.table.ts';
import { createOutboxWorker, type OutboxWorker, type OutboxWorkerOptions } from './outbox.worker.ts';

/** When a fixture's clock starts. */
export const start = new Date('2026-11-23T10:00:00Z');

/** An outbox under test. */
export interface OutboxFixture {
  readonly clock: MovableClock;
  readonly outbox: Outbox;
  /** A worker whose jobs of type `job` go to `handler`; `stop` stops it. */
  createWorker(handler: JobHandler, options?: Partial<OutboxWorkerOptions>): OutboxWorker;
  enqueue(entry?: Partial<OutboxEntry>): Promise<boolean>;
  rows(): Promise<(typeof outboxTables.sqlite.outbox.$inferSelect)[]>;
  stop(): Promise<void>;
}

/** The outbox of a database, emptied, with a clock standing at `start`. */
export async function createOutboxFixture(db: Database): Promise<OutboxFixture> {
  await db.write(async (tx) => {
    await tx.delete(db.tables(outboxTables).outbox);
  });
  const clock = movableClock(start);
  const ids = createIds({ clock });
  const outbox = createOutbox({ db, clock, ids });
  const push = { push: () => Promise.reject(new Error('there is nobody to push to')) };
  const fixed = { db, clock, ids, push, log: silentLogger, service: 'facebook', random: () => 0.5 };
  const workers: OutboxWorker[] = [];
  return {
    clock,
    outbox,
    createWorker: (handler, options) => {
      const worker = createOutboxWorker({ ...fixed, handlers: { job: handler }, ...options });
      workers.push(worker);
      return worker;
    },
    enqueue: (entry) =>
      db.write((tx) => outbox.enqueue(tx, { type: 'job', destination: 'facebook', payload: {}, ...entry })),
    rows: async () => await db.read.select().from(db.tables(outboxTables).outbox),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}

/** Opens when told; for handlers that have to be caught at work. */
export function createGate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
