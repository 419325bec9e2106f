import type { Closeness } from '../visibility/visibility.ts';

/** A request that nobody has answered, or a relation that stands. */
export type RelationState = 'REQUESTED' | 'ACCEPTED';

/** How two accounts stand to each other, seen from one of them. Friends have accepted in both directions. */
export interface Relation {
  /** From the one who looks to the other. */
  readonly outgoing: RelationState | undefined;
  readonly incoming: RelationState | undefined;
}

/** An account in a list of relations, and since when it is there. */
export interface Related {
  readonly userId: string;
  readonly since: Date;
}

export const noRelation: Relation = { outgoing: undefined, incoming: undefined };

/** What a relation lets its viewer see. */
export function closenessOf(relation: Relation): Closeness {
  return relation.outgoing === 'ACCEPTED' ? 'ACCEPTED' : 'STRANGER';
}
