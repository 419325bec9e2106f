import type { Database } from '@accounts-center/db';
import type { Clock, EventNotes, Idempotency, Ids, Logger, Outbox } from '@accounts-center/subgraph-kit';
import type { AppContract } from './app-contract/app-contract.ts';
import type { FamilyApps } from './apps.ts';

/**
 * What the services of all slices are made of; a slice takes its own needs and the services of others beside it. They meet in
 * `slices.ts` (services, jobs, events, loaders), `subgraph.ts` (resolvers), `context.ts` (loaders) and `tables.ts`.
 */
export interface SliceDependencies {
  readonly db: Database;
  /** Which apps there are. */
  readonly family: FamilyApps;
  readonly contract: AppContract;
  readonly clock: Clock;
  readonly ids: Ids;
  /** From 0 (included) to 1 (excluded), evenly. */
  readonly random: () => number;
  readonly log: Logger;
  readonly outbox: Outbox;
  /** What subscribers of the graph are told. */
  readonly notes: EventNotes;
  /** Throws BAD_USER_INPUT for a malformed key; one that came with another body before is a `conflict`. */
  readonly idempotency: Idempotency;
  /** Has the outbox's worker look for due entries now; called after a write that enqueued one. */
  readonly kick: () => void;
}

/** The destination of this service's own jobs in the outbox. */
export const SERVICE = 'accounts-center';
