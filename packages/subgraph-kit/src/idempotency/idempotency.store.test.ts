import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type MovableClock, movableClock } from '../clock.ts';
import { createIdempotency, type Idempotency, type IdempotencyClaim } from './idempotency.store.ts';
import { idempotencyTables } from './idempotency.table.ts';

const DAY_MS = 24 * 3_600_000;
const publish: IdempotencyClaim = {
  scope: 'fbu_1',
  operation: 'publishFacebookPost',
  key: 'key-0001',
  body: { text: 'hi', media: [] },
  resultId: 'fbp_1',
};

eachDialect((_dialect, openDatabase) => {
  let db: Database;
  let clock: MovableClock;
  let idempotency: Idempotency;
  beforeAll(async () => {
    db = await openDatabase({ tables: [idempotencyTables] });
  });
  beforeEach(async () => {
    await db.write(async (tx) => {
      await tx.delete(db.tables(idempotencyTables).idempotencyKey);
    });
    clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    idempotency = createIdempotency({ db, clock });
  });
  const claim = (changes: Partial<IdempotencyClaim> = {}) =>
    db.write((tx) => idempotency.claim(tx, { ...publish, ...changes }));

  it('D3: the same key gives the first result again, whatever the order of fields', async () => {
    expect(await claim()).toEqual({ kind: 'new' });
    expect(await claim({ resultId: 'fbp_2', body: { media: [], text: 'hi' } })).toEqual({
      kind: 'replay',
      resultId: 'fbp_1',
    });
  });

  it('D3: the same key with another body is a conflict', async () => {
    await claim();
    expect(await claim({ body: { text: 'ho', media: [] } })).toEqual({ kind: 'conflict' });
  });

  it('keys belong to an account and an operation', async () => {
    await claim();
    expect(await claim({ scope: 'fbu_2' })).toEqual({ kind: 'new' });
    expect(await claim({ operation: 'deleteFacebookPost' })).toEqual({ kind: 'new' });
  });

  it('of many claims at once, one is new', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, (_, n) => claim({ resultId: `fbp_${n}` })));
    expect(results.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    expect(new Set(results.flatMap((result) => (result.kind === 'replay' ? [result.resultId] : []))).size).toBe(1);
  });

  it('a claim whose write failed was never made', async () => {
    const failing = db.write(async (tx) => {
      await idempotency.claim(tx, publish);
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(await claim()).toEqual({ kind: 'new' });
  });

  it('D3: finds what a claim would find, and claims nothing', async () => {
    expect(await idempotency.find(publish)).toEqual({ kind: 'new' });
    expect(await claim()).toEqual({ kind: 'new' });
    expect(await idempotency.find(publish)).toEqual({ kind: 'replay', resultId: 'fbp_1' });
    expect(await idempotency.find({ ...publish, body: 'another' })).toEqual({ kind: 'conflict' });
    expect(await idempotency.find({ ...publish, scope: 'fbu_2' })).toEqual({ kind: 'new' });
    clock.advance(90 * DAY_MS);
    expect(await idempotency.find(publish)).toEqual({ kind: 'new' });
  });

  it('finds what the same write has claimed', async () => {
    const found = await db.write(async (tx) => {
      await idempotency.claim(tx, publish);
      return idempotency.find(publish, tx);
    });
    expect(found).toEqual({ kind: 'replay', resultId: 'fbp_1' });
  });

  it('a claim given back leaves the key free, for any body', async () => {
    await claim();
    await db.write((tx) => idempotency.release(tx, publish));
    expect(await claim({ resultId: 'fbp_2', body: 'another' })).toEqual({ kind: 'new' });
  });

  it('a claim is not given back for another', async () => {
    await claim();
    await db.write((tx) => idempotency.release(tx, { ...publish, resultId: 'fbp_2' }));
    await db.write((tx) => idempotency.release(tx, { ...publish, scope: 'fbu_2' }));
    expect(await claim()).toEqual({ kind: 'replay', resultId: 'fbp_1' });
  });

  it('keys last 90 days, swept or not', async () => {
    await claim();
    clock.advance(90 * DAY_MS - 1);
    await idempotency.sweep();
    expect(await claim({ resultId: 'fbp_2' })).toEqual({ kind: 'replay', resultId: 'fbp_1' });
    clock.advance(1);
    expect(await claim({ resultId: 'fbp_2' })).toEqual({ kind: 'new' });
    clock.advance(90 * DAY_MS);
    await idempotency.sweep();
    expect(await db.read.$count(db.tables(idempotencyTables).idempotencyKey)).toBe(0);
  });

  it('what has expired is deleted in many small writes, and nothing else', async () => {
    const { idempotencyKey } = db.tables(idempotencyTables);
    const row = (n: number) => ({
      ...publish,
      bodyHash: '',
      key: `key-${n}`,
      createdAt: new Date(clock.now().getTime() + n),
    });
    const rows = Array.from({ length: 1_203 }, (_, n) => row(n));
    await db.write(async (tx) => {
      for (let at = 0; at < rows.length; at += 401) await tx.insert(idempotencyKey).values(rows.slice(at, at + 401));
    });
    clock.advance(90 * DAY_MS + 1_200);
    await idempotency.sweep();
    const left = await db.read.select({ key: idempotencyKey.key }).from(idempotencyKey);
    expect(left.map(({ key }) => key)).toEqual(['key-1201', 'key-1202']);
  });

  it.each(['', 'short', 'x'.repeat(129), 'a \0 and more', 'half \ud800 a letter'])(
    'refuses the key %j',
    async (key) => {
      const refused = { message: 'An idempotency key has 8 to 128 letters.', extensions: { code: 'BAD_USER_INPUT' } };
      await expect(claim({ key })).rejects.toMatchObject(refused);
      await expect(idempotency.find({ ...publish, key })).rejects.toMatchObject(refused);
    },
  );
});
