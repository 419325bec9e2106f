import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import type { DeliveryReason, SharedKind } from '../generated/accounts-center.ts';
import { type DeliveryEvent, type DeliveryStage, transitionsOf } from './delivery-states.ts';
import { sharingTables } from './sharing.table.ts';

export type Delivery = Readonly<(typeof sharingTables)['sqlite']['delivery']['$inferSelect']>;

/** One send of a delivery. Its outcome counts as long as there is no newer one. */
export type Attempt = Pick<Delivery, 'id' | 'round' | 'attempts'>;

/** What an event leaves on the row beside its state. */
export interface DeliveryFacts {
  readonly at: Date;
  readonly reason?: DeliveryReason;
  /** The reason in the app's own words. */
  readonly message?: string;
  readonly copyId?: string;
  readonly nextAttemptAt?: Date;
}

/** Accounts between which nothing shall be carried any more: in both directions, or from the one to the others. */
export interface StoppedPair {
  readonly accountId: string;
  readonly otherIds: readonly string[];
  readonly direction: 'both' | 'outward';
  /** What is stopped; everything when left out. */
  readonly kind?: SharedKind;
}

/** The ways of copies. Every change is one update, conditional on the state before (`delivery-states.ts`). */
export function createDeliveriesStore(db: Database) {
  const { delivery } = db.tables(sharingTables);
  const effects: Partial<Record<DeliveryEvent, SQLiteUpdateSetSource<typeof delivery>>> = {
    send: { attempts: sql`${delivery.attempts} + 1` },
    accept: { reason: null, message: null },
    stop: { message: null },
    withdraw: { reason: sql`coalesce(${delivery.reason}, 'WITHDRAWN')` },
    retry: { attempts: 0, round: sql`${delivery.round} + 1`, reason: null, message: null },
  };

  async function apply(tx: Writer, event: DeliveryEvent, which: SQL | undefined, facts: DeliveryFacts) {
    const { at, nextAttemptAt = null, ...learnt } = facts;
    const transitions = transitionsOf(event);
    const change = { state: after(transitions), updatedAt: at, nextAttemptAt, ...effects[event], ...learnt };
    const before = transitions.map(([state]) => state);
    return tx
      .update(delivery)
      .set(change)
      .where(and(which, inArray(delivery.state, before)))
      .returning();
  }

  function after(transitions: readonly (readonly [DeliveryStage, DeliveryStage])[]): SQL {
    const cases = transitions.map(([from, to]) => sql`when ${from} then ${to}`);
    return sql`case ${delivery.state} ${sql.join(cases, sql` `)} end`;
  }

  function between({ accountId, otherIds, direction, kind }: StoppedPair): SQL | undefined {
    const outward = and(eq(delivery.authorId, accountId), inArray(delivery.targetId, [...otherIds]));
    const inward = and(inArray(delivery.authorId, [...otherIds]), eq(delivery.targetId, accountId));
    const pair = direction === 'outward' ? outward : or(outward, inward);
    return kind === undefined ? pair : and(pair, eq(delivery.kind, kind));
  }

  return {
    ...readsOf(db),

    async add(tx: Writer, added: readonly Delivery[]): Promise<void> {
      if (added.length > 0) await tx.insert(delivery).values([...added]);
    },

    /** @returns the delivery after the event, or undefined when the event could not happen to this attempt any more */
    async apply(tx: Writer, attempt: Attempt, event: DeliveryEvent, facts: DeliveryFacts) {
      const { id, round, attempts } = attempt;
      const isLatest = and(eq(delivery.round, round), eq(delivery.attempts, attempts));
      const [applied] = await apply(tx, event, and(eq(delivery.id, id), isLatest), facts);
      return applied;
    },

    /** The same for all deliveries of a post to which the event can happen. */
    async applyToAll(tx: Writer, crossPostId: string, event: DeliveryEvent, facts: DeliveryFacts) {
      return apply(tx, event, eq(delivery.crossPostId, crossPostId), facts);
    },

    /** Stops what is on its way between accounts. @returns the stopped ones, newest first */
    async stopBetween(tx: Writer, pair: StoppedPair, facts: DeliveryFacts): Promise<Delivery[]> {
      const stopped = await apply(tx, 'stop', between(pair), facts);
      return stopped.sort((a, b) => (a.id < b.id ? 1 : -1));
    },

    /** What was cancelled between accounts for a reason at an instant, newest first. */
    async cancelledBetween(reader: Reader, pair: StoppedPair, reason: DeliveryReason, at: Date): Promise<Delivery[]> {
      const isCancelled = and(eq(delivery.state, 'CANCELLED'), eq(delivery.reason, reason), eq(delivery.updatedAt, at));
      return reader
        .select()
        .from(delivery)
        .where(and(between(pair), isCancelled))
        .orderBy(desc(delivery.id));
    },
  };
}

function readsOf(db: Database) {
  const { delivery } = db.tables(sharingTables);

  return {
    async find(id: string, reader: Reader = db.read): Promise<Delivery | undefined> {
      const [found] = await reader.select().from(delivery).where(eq(delivery.id, id));
      return found;
    },

    async byIds(ids: readonly string[], reader: Reader = db.read): Promise<Delivery[]> {
      return reader
        .select()
        .from(delivery)
        .where(inArray(delivery.id, [...ids]));
    },

    /** By the ids of the copies in their apps. */
    async byCopies(copyIds: readonly string[], reader: Reader = db.read): Promise<Delivery[]> {
      return reader
        .select()
        .from(delivery)
        .where(inArray(delivery.copyId, [...copyIds]));
    },

    /** In the order of the targets. */
    async ofCrossPosts(crossPostIds: readonly string[], reader: Reader = db.read): Promise<Delivery[]> {
      return reader
        .select()
        .from(delivery)
        .where(inArray(delivery.crossPostId, [...crossPostIds]))
        .orderBy(asc(delivery.position));
    },
  };
}
