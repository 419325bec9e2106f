import type { Database, Reader, Writer } from '@accounts-center/db';
import type { PageArguments } from '@accounts-center/subgraph-kit';
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { firstOfEach, newestFirstOrder } from '../paging/newest-first.store.ts';
import type { Position } from '../paging/newest-first.ts';
import type { RelationState } from './relation.ts';
import { relationsTables } from './relations.table.ts';

export interface RelationRow {
  readonly fromId: string;
  readonly toId: string;
  readonly state: RelationState;
  readonly createdAt: Date;
}

/** A set of accounts as another slice's store may select by it: a subquery of ids. */
export type AccountIds = SQL;

/** Whose relations are listed: those that go out from an account, or those that come in. */
export type Direction = 'outgoing' | 'incoming';

export interface RelationsStore {
  /** The relations between one account and others, in both directions. */
  between(reader: Reader, accountId: string, otherIds: readonly string[]): Promise<RelationRow[]>;
  /** One page, and one row more, of each account's relations; newest first within an account. */
  pages(
    reader: Reader,
    ownerIds: readonly string[],
    list: { readonly direction: Direction; readonly state: RelationState },
    page: PageArguments<Position>,
  ): Promise<RelationRow[]>;
  /** A subquery of the ids of an account and all whom it follows. */
  selfAndFollowed(reader: Reader, accountId: string): AccountIds;
  /** Adds a relation, or changes its state. */
  put(tx: Writer, row: RelationRow): Promise<void>;
  remove(tx: Writer, fromId: string, toId: string): Promise<void>;
}

export function createRelationsStore(db: Database): RelationsStore {
  const { relation } = db.tables(relationsTables);
  const ends = {
    outgoing: { owner: relation.fromId, other: relation.toId },
    incoming: { owner: relation.toId, other: relation.fromId },
  } as const;

  return {
    between: async (reader, accountId, otherIds) => {
      const outgoing = and(eq(relation.fromId, accountId), inArray(relation.toId, [...otherIds]));
      const incoming = and(eq(relation.toId, accountId), inArray(relation.fromId, [...otherIds]));
      return reader.select().from(relation).where(or(outgoing, incoming));
    },
    pages: async (reader, ownerIds, { direction, state }, page) => {
      const { owner, other } = ends[direction];
      const order = { at: relation.createdAt, id: other };
      const key = sql`${relation.fromId}, ${relation.toId}`;
      const lists = ownerIds.map((id) => sql`${owner} = ${id} and ${relation.state} = ${state}`);
      const isOnPage = sql`(${key}) in ${firstOfEach({ table: relation, key, lists }, order, page)}`;
      return reader
        .select()
        .from(relation)
        .where(isOnPage)
        .orderBy(...newestFirstOrder(order));
    },
    selfAndFollowed: (reader, accountId) => {
      const isFollowed = and(eq(relation.fromId, accountId), eq(relation.state, 'ACCEPTED'));
      const followed = reader.select({ id: relation.toId }).from(relation).where(isFollowed);
      return sql`(select * from ${followed} as followed union all select ${accountId})`;
    },
    put: async (tx, row) => {
      const { fromId, toId, state, createdAt } = row;
      const target = [relation.fromId, relation.toId];
      await tx
        .insert(relation)
        .values({ fromId, toId, state, createdAt })
        .onConflictDoUpdate({ target, set: { state, createdAt } });
    },
    remove: async (tx, fromId, toId) => {
      await tx.delete(relation).where(and(eq(relation.fromId, fromId), eq(relation.toId, toId)));
    },
  };
}
