import type { Database, Writer } from '@accounts-center/db';
import { groupBy, type PageArguments } from '@accounts-center/subgraph-kit';
import type { Position } from '../paging/newest-first.ts';
import { noRelation, type Related, type Relation } from './relation.ts';
import { type AccountIds, createRelationsStore, type RelationRow } from './relations.store.ts';

/** The lists of relations that an account has. Friends are in both of the first two. */
export type RelationList = 'followers' | 'following' | 'requests';

/** How the accounts of one app stand to each other. */
export interface Relations {
  /** How a viewer stands to others; those it has nothing to do with are left out, and so are all for nobody. */
  of(viewerId: string | undefined, otherIds: readonly string[]): Promise<ReadonlyMap<string, Relation>>;
  /** How one account stands to another, seen from inside a transaction. */
  between(tx: Writer, accountId: string, otherId: string): Promise<Relation>;
  /** The same page of a list of many accounts, with one entry more where there is a next page. */
  pages(
    list: RelationList,
    ownerIds: readonly string[],
    page: PageArguments<Position>,
  ): Promise<ReadonlyMap<string, readonly Related[]>>;
  /** The ids of an account and all whom it follows, for another slice's store to select by. */
  selfAndFollowed(accountId: string): AccountIds;
}

const lists = {
  followers: { direction: 'incoming', state: 'ACCEPTED' },
  following: { direction: 'outgoing', state: 'ACCEPTED' },
  requests: { direction: 'incoming', state: 'REQUESTED' },
} as const;

export function createRelations(db: Database): Relations {
  const store = createRelationsStore(db);
  return {
    of: async (viewerId, otherIds) =>
      viewerId === undefined ? new Map() : toRelations(viewerId, await store.between(db.read, viewerId, otherIds)),
    between: async (tx, accountId, otherId) =>
      toRelations(accountId, await store.between(tx, accountId, [otherId])).get(otherId) ?? noRelation,
    selfAndFollowed: (accountId) => store.selfAndFollowed(db.read, accountId),
    pages: async (list, ownerIds, page) => {
      const { direction, state } = lists[list];
      const rows = await store.pages(db.read, ownerIds, { direction, state }, page);
      const isIncoming = direction === 'incoming';
      const groups = groupBy(rows, (row) => (isIncoming ? row.toId : row.fromId));
      const related = (row: (typeof rows)[number]): Related => ({
        userId: isIncoming ? row.fromId : row.toId,
        since: row.createdAt,
      });
      return new Map([...groups].map(([ownerId, group]) => [ownerId, group.map(related)]));
    },
  };
}

function toRelations(accountId: string, rows: readonly RelationRow[]): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const { fromId, toId, state } of rows) {
    const [otherId, direction] = fromId === accountId ? [toId, 'outgoing'] : [fromId, 'incoming'];
    relations.set(otherId, { ...(relations.get(otherId) ?? noRelation), [direction]: state });
  }
  return relations;
}
