import type { Idempotency } from '@accounts-center/subgraph-kit';
import { storable } from './storable.ts';

const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** Whether a caller may choose this as an idempotency key. */
export function isIdempotencyKey(key: string): boolean {
  return key.length >= MIN_LENGTH && key.length <= MAX_LENGTH && storable(key) === key;
}

/** The same, but for a malformed key answering `conflict` as for a reused one: the graph has one error code for both. */
export function withTypedConflicts(idempotency: Idempotency): Idempotency {
  const conflict = { kind: 'conflict' } as const;
  return {
    find: async (claim, reader) => (isIdempotencyKey(claim.key) ? idempotency.find(claim, reader) : conflict),
    claim: async (tx, claim) => (isIdempotencyKey(claim.key) ? idempotency.claim(tx, claim) : conflict),
    release: idempotency.release,
    sweep: idempotency.sweep,
  };
}
