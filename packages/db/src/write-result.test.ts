import { expect, it } from 'vitest';
import { fixture } from './testing/fixture.ts';
import { eachDialect } from './testing.ts';
import { writeResult } from './write-result.ts';

eachDialect((_dialect, open) => {
  const openFixture = async () => {
    const db = await open({ tables: [fixture] });
    return { db, ...db.tables(fixture) };
  };

  it('a refused write leaves nothing behind, and its answer is returned', async () => {
    const { db, counter } = await openFixture();
    const refused = await writeResult(db, async (tx) => {
      await tx.insert(counter).values({ name: 'a' });
      return { ok: false, code: 'TOO_MANY' };
    });
    expect(refused).toEqual({ ok: false, code: 'TOO_MANY' });
    expect(await db.read.$count(counter)).toBe(0);
  });

  it('a write that was not refused is committed', async () => {
    const { db, counter } = await openFixture();
    const done = await writeResult(db, async (tx) => {
      await tx.insert(counter).values({ name: 'a' });
      return { ok: true, name: 'a' };
    });
    expect(done).toEqual({ ok: true, name: 'a' });
    expect(await db.read.$count(counter)).toBe(1);
  });

  it('a failure is thrown, not returned', async () => {
    const { db } = await openFixture();
    await expect(writeResult(db, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
