import type { Writer } from '@accounts-center/db';
import type { Relation } from './relation.ts';
import { otherOf, type RelationChange, type RelationInput, type RelationParts } from './relation-change.ts';
import { createRelationsStore } from './relations.store.ts';

/** Following, for apps with followers. `accountId` acts; doing a thing again changes nothing. */
export interface Follows {
  /** Follows at once, or asks the owner of a private account. */
  follow(input: RelationInput): Promise<RelationChange>;
  unfollow(input: RelationInput): Promise<RelationChange>;
  /** Accepts a request; NO_REQUEST when the other never asked. */
  accept(input: RelationInput): Promise<RelationChange>;
  /** Refuses a request, or ends that the other follows. */
  removeFollower(input: RelationInput): Promise<RelationChange>;
}

export function createFollows({ db, clock, users, relations }: RelationParts): Follows {
  const store = createRelationsStore(db);

  function change(
    input: RelationInput,
    apply: (tx: Writer, relation: Relation, isPrivate: boolean) => Promise<'NO_REQUEST' | void>,
  ): Promise<RelationChange> {
    return db.write(async (tx) => {
      const other = await otherOf(users, tx, input);
      if (!other.ok) return other;
      const relation = await relations.between(tx, input.accountId, input.userId);
      const refusal = await apply(tx, relation, other.user.isPrivate);
      return refusal === 'NO_REQUEST' ? { ok: false, code: refusal } : other;
    });
  }

  return {
    follow: (input) =>
      change(input, async (tx, { outgoing }, isPrivate) => {
        const state = isPrivate ? 'REQUESTED' : 'ACCEPTED';
        if (outgoing === 'ACCEPTED' || outgoing === state) return;
        await store.put(tx, { fromId: input.accountId, toId: input.userId, state, createdAt: clock.now() });
      }),
    unfollow: (input) => change(input, (tx) => store.remove(tx, input.accountId, input.userId)),
    accept: (input) =>
      change(input, async (tx, { incoming }) => {
        if (incoming === undefined) return 'NO_REQUEST';
        if (incoming === 'ACCEPTED') return;
        await store.put(tx, { fromId: input.userId, toId: input.accountId, state: 'ACCEPTED', createdAt: clock.now() });
      }),
    removeFollower: (input) => change(input, (tx) => store.remove(tx, input.userId, input.accountId)),
  };
}
