import type { Database } from '@accounts-center/db';
import { coalesce } from '../coalesce.ts';
import type { Ids } from '../ids.ts';
import { every, type Periodic } from '../periodic.ts';
import { secureFraction } from '../random.ts';
import { createLeaseStore, type LeasedEntry } from './lease.store.ts';
import { createJobRunner, type JobRunnerOptions } from './outbox.job.ts';
import { roomBeside } from './room.ts';

export interface OutboxWorkerOptions extends Omit<JobRunnerOptions, 'backoff' | 'random' | 'maxFailures'> {
  db: Database;
  ids: Ids;
  /** How many entries are worked on at once: 32. */
  concurrency?: number;
  /** How many of one lane are worked on at once: 8. */
  laneConcurrency?: number;
  /** For how long a crashed worker's entries stay untouched: 60 s. Leases under work are renewed. */
  leaseMs?: number;
  /** How often a started worker looks without being kicked: every 500 ms. */
  pollMs?: number;
  /** Waits after failures: up to 500 ms at first, up to 60 s at last. */
  backoff?: JobRunnerOptions['backoff'];
  /** After how many failures of its own fault an entry is parked: 500, which takes hours. */
  maxFailures?: JobRunnerOptions['maxFailures'];
  /** Source of the jitter; secure randomness unless told. */
  random?: JobRunnerOptions['random'];
}

/** Works off the outbox of one service. Any number may run beside each other, in one process or in several. */
export interface OutboxWorker extends AsyncDisposable {
  /** Begins to look for work by itself. */
  start(): void;
  /** Looks for work now; call it after a write that enqueued. Many kicks at once cost little more than one. */
  kick(): void;
  /** Works until nothing is due and nothing under way, for tests; returns how many entries that were, those begun before too. */
  drain(): Promise<number>;
  /** Takes up nothing more, for good, and waits for what is under way. */
  stop(): Promise<void>;
}

/** A worker that rests until `start`, `kick` or `drain`. */
export function createOutboxWorker(options: OutboxWorkerOptions): OutboxWorker {
  const { log, concurrency = 32, laneConcurrency = 8, leaseMs = 60_000, pollMs = 500 } = options;
  const { backoff = { baseMs: 500, maxMs: 60_000 }, random = secureFraction(), maxFailures = 500 } = options;
  const leases = createLeaseStore({ ...options, leaseMs });
  const run = createJobRunner({ ...options, backoff, random, maxFailures }, leases);
  const running = new Map<string, { entry: LeasedEntry; ended: Promise<void> }>();
  const periodics: Periodic[] = [every(leaseMs / 3, renewLeases, log)];
  let takenCount = 0;
  let mayHaveMore = false; // due beyond what there was room for
  let isStopped = false;

  const underWay = (): LeasedEntry[] => [...running.values()].map(({ entry }) => entry);
  const fill = coalesce(async () => {
    mayHaveMore = !isStopped;
    while (mayHaveMore && running.size < concurrency) {
      const room = roomBeside(underWay(), { concurrency, laneConcurrency });
      const entries = await leases.claim(room);
      entries.forEach(take);
      const isExhausted = entries.length < room.limit;
      mayHaveMore = !isStopped && (!isExhausted || room.exceptLanes.length > 0);
      if (isExhausted) return;
    }
  });

  function take(entry: LeasedEntry): void {
    takenCount += 1;
    const ended = run(entry).then(() => {
      running.delete(entry.id);
      if (mayHaveMore) void look();
    });
    running.set(entry.id, { entry, ended });
  }

  async function renewLeases(): Promise<void> {
    if (running.size > 0) await leases.renew(underWay());
  }

  async function look(): Promise<void> {
    await fill().catch((error: unknown) => log.error({ err: error }, 'The outbox could not be read'));
  }

  async function drain(): Promise<number> {
    const takenBefore = takenCount - running.size;
    await fill();
    while (running.size > 0 || mayHaveMore) {
      if (running.size > 0) await Promise.race([...running.values()].map(({ ended }) => ended));
      await fill();
    }
    return takenCount - takenBefore;
  }

  async function stop(): Promise<void> {
    isStopped = true;
    await look();
    await Promise.all([...running.values()].map(({ ended }) => ended));
    await Promise.all(periodics.map((periodic) => periodic.close()));
  }

  return {
    start: () => void periodics.push(every(pollMs, look, log)),
    kick: () => void look(),
    drain,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
