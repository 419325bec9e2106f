import { eachDialect } from '@accounts-center/db/testing';
import { createIdempotency, idempotencyTables, movableClock } from '@accounts-center/subgraph-kit';
import { expect, it } from 'vitest';
import { withTypedConflicts } from './idempotency.ts';
import { refuse } from './user-errors.ts';
import { writeResult } from './write-result.ts';

eachDialect((_dialect, open) => {
  it('a refused write leaves nothing behind, and its answer is returned', async () => {
    const db = await open({ tables: [idempotencyTables] });
    const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    const idempotency = withTypedConflicts(createIdempotency({ db, clock }));
    const claim = { scope: 'fbu_1', operation: 'test', key: 'key-0001', body: {}, resultId: '1' };

    const refused = await writeResult(db, async (tx) => {
      await idempotency.claim(tx, claim);
      return refuse('TOO_MANY', 'address');
    });
    expect(refused).toEqual({ ok: false, code: 'TOO_MANY', field: ['input', 'address'] });
    expect(await idempotency.find(claim)).toEqual({ kind: 'new' });

    const done = await writeResult(db, async (tx) => ({ ok: true, claimed: await idempotency.claim(tx, claim) }));
    expect(done).toEqual({ ok: true, claimed: { kind: 'new' } });
    expect(await idempotency.find(claim)).toEqual({ kind: 'replay', resultId: '1' });
    expect(await idempotency.find({ ...claim, key: 'short' })).toEqual({ kind: 'conflict' });

    await expect(writeResult(db, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
