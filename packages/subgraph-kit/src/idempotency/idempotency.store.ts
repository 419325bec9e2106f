import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, gt, lte } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { sweepUntil } from '../sweep.store.ts';
import { hashOf } from './hash-of.ts';
import { idempotencyTables } from './idempotency.table.ts';
import { checkIdempotencyKey } from './idempotency-key.ts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

export interface IdempotencyClaim {
  /** Whose key it is: the acting account. Equal keys of others mean nothing. */
  readonly scope: string;
  /** The mutation's name. */
  readonly operation: string;
  /** The caller's `idempotencyKey`, 8 to 128 characters. */
  readonly key: string;
  /** The input, compared by its hash. */
  readonly body: unknown;
  /** The id under which the result will be found again. */
  readonly resultId: string;
}

/** Do it; or answer with what was done; or refuse, as the key came with another body before. */
export type IdempotencyResult =
  | { readonly kind: 'new' }
  | { readonly kind: 'replay'; readonly resultId: string }
  | { readonly kind: 'conflict' };

export interface Idempotency {
  /**
   * Claims a key in the transaction of its effect, or, for an effect of several steps, of the first of them. A claim lasts 90
   * days, so that a refusal rolls it back or releases it.
   * @throws badInput when the key is malformed
   */
  claim(tx: Writer, claim: IdempotencyClaim): Promise<IdempotencyResult>;
  /**
   * What a claim would find now, for answering a repeated request before its checks are made again. Claims nothing.
   * @throws badInput when the key is malformed
   */
  find(claim: Omit<IdempotencyClaim, 'resultId'>, reader?: Reader): Promise<IdempotencyResult>;
  /**
   * Gives a claim back in the transaction that undoes its effect, so that the key may be used anew. Does nothing when the
   * key stands for another result by now.
   */
  release(tx: Writer, claim: Omit<IdempotencyClaim, 'body'>): Promise<void>;
  /** Deletes the claims older than 90 days. */
  sweep(): Promise<void>;
}

/** The idempotency keys of one service. */
export function createIdempotency({ db, clock }: { db: Database; clock: Clock }): Idempotency {
  const { idempotencyKey } = db.tables(idempotencyTables);
  const expiry = (): Date => new Date(clock.now().getTime() - KEPT_MS);

  function sameKey({ scope, operation, key }: Pick<IdempotencyClaim, 'scope' | 'operation' | 'key'>) {
    return and(eq(idempotencyKey.scope, scope), eq(idempotencyKey.operation, operation), eq(idempotencyKey.key, key));
  }

  const find: Idempotency['find'] = async (claim, reader = db.read) => {
    checkIdempotencyKey(claim.key);
    const [earlier] = await reader
      .select()
      .from(idempotencyKey)
      .where(and(sameKey(claim), gt(idempotencyKey.createdAt, expiry())));
    if (earlier === undefined) return { kind: 'new' };
    return earlier.bodyHash === hashOf(claim.body)
      ? { kind: 'replay', resultId: earlier.resultId }
      : { kind: 'conflict' };
  };

  return {
    find,
    claim: async (tx, { scope, operation, key, body, resultId }) => {
      checkIdempotencyKey(key);
      const row = { scope, operation, key, bodyHash: hashOf(body), resultId, createdAt: clock.now() };
      await tx.delete(idempotencyKey).where(and(sameKey(row), lte(idempotencyKey.createdAt, expiry())));
      const inserted = await tx.insert(idempotencyKey).values(row).onConflictDoNothing().returning();
      return inserted.length > 0 ? { kind: 'new' } : find({ scope, operation, key, body }, tx);
    },
    release: async (tx, { resultId, ...claim }) => {
      await tx.delete(idempotencyKey).where(and(sameKey(claim), eq(idempotencyKey.resultId, resultId)));
    },
    sweep: () => {
      const { scope, operation, key, createdAt } = idempotencyKey;
      return sweepUntil(db, expiry(), { table: idempotencyKey, key: [scope, operation, key], at: createdAt });
    },
  };
}
