import { otherOf, type RelationChange, type RelationInput, type RelationParts } from './relation-change.ts';
import { createRelationsStore } from './relations.store.ts';

/** Friendship, for apps with friends. `accountId` acts; doing a thing again changes nothing. */
export interface Friends {
  /** Asks, or accepts when the other has asked already. */
  add(input: RelationInput): Promise<RelationChange>;
  /** Ends the friendship, takes a request back, or refuses one. */
  remove(input: RelationInput): Promise<RelationChange>;
}

export function createFriends({ db, clock, users, relations }: RelationParts): Friends {
  const store = createRelationsStore(db);

  return {
    add: (input) =>
      db.write(async (tx) => {
        const other = await otherOf(users, tx, input);
        if (!other.ok) return other;
        const { accountId, userId } = input;
        const { outgoing, incoming } = await relations.between(tx, accountId, userId);
        if (outgoing !== undefined) return other;
        const state = incoming === undefined ? 'REQUESTED' : 'ACCEPTED';
        const createdAt = clock.now();
        await store.put(tx, { fromId: accountId, toId: userId, state, createdAt });
        if (incoming !== undefined) await store.put(tx, { fromId: userId, toId: accountId, state, createdAt });
        return other;
      }),
    remove: (input) =>
      db.write(async (tx) => {
        const other = await otherOf(users, tx, input);
        if (!other.ok) return other;
        await store.remove(tx, input.accountId, input.userId);
        await store.remove(tx, input.userId, input.accountId);
        return other;
      }),
  };
}
