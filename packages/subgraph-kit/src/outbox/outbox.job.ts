import type { Clock } from '../clock.ts';
import type { JsonValue } from '../json.ts';
import type { Logger } from '../logger.ts';
import { runInRequest } from '../request-scope.ts';
import { isOutage } from '../service-client/outages.ts';
import { beginJobSpan } from '../telemetry/job-span.ts';
import type { ServiceTelemetry } from '../telemetry/service-telemetry.ts';
import type { Tracer } from '../telemetry/tracing.ts';
import { type Backoff, backoffMs } from './backoff.ts';
import type { EventPush } from './event-push.ts';
import type { LeasedEntry, LeaseStore } from './lease.store.ts';

/** What a handler learns beside the payload. */
export interface Job {
  readonly id: string;
  readonly type: string;
  readonly createdAt: Date;
  /** How many times it has been taken up, this time included. */
  readonly attempts: number;
}

/** The job is over; or it shall come back at an instant, which is no failure. */
export type JobOutcome = 'done' | { readonly retryAt: Date };

/**
 * Does one job. It runs again after a crash, so its effect must be idempotent; when it throws, it is retried with backoff,
 * and parked at last, unless it throws ServiceUnreachable or AnswerLost: those are another's fault, and end.
 */
export type JobHandler = (payload: JsonValue, job: Job) => Promise<JobOutcome>;

export interface JobRunnerOptions {
  /** This service's name: entries for it are jobs, all others are events. */
  service: string;
  /** The jobs' handlers, by type. */
  handlers: Readonly<Record<string, JobHandler>>;
  /** Carries events to sister services. */
  push: EventPush;
  clock: Clock;
  log: Logger;
  backoff: Backoff;
  /** After how many failures of its own fault an entry is parked. */
  maxFailures: number;
  /** A number from 0 (included) to 1 (excluded), for the jitter. */
  random: () => number;
  /** Records what is worked on, in the traces of the requests that caused it. */
  tracer?: Tracer | undefined;
  /** Called when an entry is done. */
  onJobDone?: ServiceTelemetry['onJobDone'];
}

/** How one leased entry is worked off: act, then complete it or give it back. Never rejects. */
export function createJobRunner(options: JobRunnerOptions, leases: LeaseStore): (entry: LeasedEntry) => Promise<void> {
  const { clock, log, backoff, random, maxFailures, tracer, onJobDone } = options;

  async function settle(entry: LeasedEntry): Promise<void> {
    const outcome = await act(entry, options);
    if (outcome !== 'done') return await leases.release(entry, outcome.retryAt);
    const wasHeld = await leases.complete(entry);
    onJobDone?.(entry, clock.now().getTime() - entry.createdAt.getTime());
    if (!wasHeld) log.warn(fieldsOf(entry), 'An outbox entry was completed after its lease had ended');
  }

  async function giveBack(entry: LeasedEntry, error: unknown): Promise<void> {
    // An outage may last for days, and what waits for its end is not broken.
    const failure = { error, isOwnFault: !isOutage(error) };
    if (failure.isOwnFault && entry.failures + 1 >= maxFailures) {
      log.error({ ...fieldsOf(entry), err: error }, 'An outbox entry is parked: it failed too often');
      return await leases.park(entry, failure);
    }
    const waitMs = backoffMs(backoff, entry.attempts, random);
    log[failure.isOwnFault ? 'warn' : 'debug']({ ...fieldsOf(entry), err: error, waitMs }, 'An outbox entry failed');
    await leases.release(entry, new Date(clock.now().getTime() + waitMs), failure);
  }

  return (entry) => {
    const span = beginJobSpan(entry, options.service, tracer);
    return runInRequest({ requestId: entry.id, trace: span.trace }, () =>
      settle(entry)
        .catch((error: unknown) => {
          span.failed(error);
          return giveBack(entry, error);
        })
        // The lease will end, and the entry comes back by itself.
        .catch((error: unknown) =>
          log.error({ ...fieldsOf(entry), err: error }, 'An outbox entry could not be given back'),
        )
        .finally(span.end),
    );
  };
}

async function act(entry: LeasedEntry, { service, handlers, push }: JobRunnerOptions): Promise<JobOutcome> {
  const { id, type, destination, payload, createdAt, attempts } = entry;
  if (destination !== service) {
    await push.push({ id, destination, type, payload, createdAt });
    return 'done';
  }
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
  if (handler === undefined) throw new Error(`There is no handler for jobs of type ${type}.`);
  return await handler(payload, { id, type, createdAt, attempts });
}

function fieldsOf({ id, type, destination, attempts }: LeasedEntry): object {
  return { entry: { id, type, destination, attempts } };
}
