import { asc, count, eq, gt, max, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../open.ts';
import { fixture } from '../testing/fixture.ts';
import { eachDialect } from '../testing.ts';
import { defineTables } from './define.ts';

eachDialect((_name, open) => {
  describe('columns', () => {
    it('give back what was put in', async () => {
      const db = await open({ tables: [fixture] });
      const { account } = db.tables(fixture);
      const row = {
        id: 'a',
        username: 'Zoë 🙂',
        handle: 'zoe',
        app: 'instagram' as const,
        number: Number.MAX_SAFE_INTEGER,
        isOpen: false,
        detail: { tags: ['x', '"y"'], nested: { deep: null } },
        seenAt: new Date('2026-11-23T00:12:34.567Z'),
        photo: Buffer.from([0, 255, 1]),
        counterName: null,
      };
      await db.write((tx) => tx.insert(account).values(row));
      expect(await db.read.select().from(account)).toEqual([row]);
    });

    it('take defaults and nulls', async () => {
      const db = await open({ tables: [fixture] });
      const { account } = db.tables(fixture);
      const [row] = await db.write((tx) => tx.insert(account).values({ id: 'a' }).returning());
      expect(row).toEqual({
        id: 'a',
        username: null,
        handle: null,
        app: 'facebook',
        number: null,
        isOpen: true,
        detail: null,
        seenAt: null,
        photo: null,
        counterName: null,
      });
    });

    it.each([
      ['a string', 'plain'],
      ['a string that looks like JSON', '12'],
      ['a list', [1, 2]],
    ])('keep %s as JSON', async (_what, detail) => {
      const db = await open({ tables: [fixture] });
      const { account } = db.tables(fixture);
      await db.write((tx) => tx.insert(account).values({ id: 'a', detail }));
      expect(await db.read.select({ detail: account.detail }).from(account)).toEqual([{ detail }]);
    });

    it('compare instants, and sort text byte by byte', async () => {
      const db = await open({ tables: [fixture] });
      const { account } = db.tables(fixture);
      const rows = ['b_1', 'B', 'a', 'b1', 'é'].map((id, index) => ({ id, seenAt: new Date(index) }));
      await db.write((tx) => tx.insert(account).values(rows));
      const sorted = await db.read.select({ id: account.id }).from(account).orderBy(asc(account.id));
      expect(sorted.map(({ id }) => id)).toEqual(['B', 'a', 'b1', 'b_1', 'é']);
      expect(await db.read.$count(account, gt(account.seenAt, new Date(2)))).toBe(2);
      expect(await db.read.select({ last: max(account.seenAt) }).from(account)).toEqual([{ last: new Date(4) }]);
    });

    it('count and add up in numbers', async () => {
      const db = await open({ tables: [fixture] });
      const { counter } = db.tables(fixture);
      await db.write((tx) =>
        tx.insert(counter).values([
          { name: 'a', value: 1 },
          { name: 'b', value: 2 },
        ]),
      );
      const total = sql<number>`sum(${counter.value})`;
      const rows = await db.read.select({ all: count(), raw: sql<number>`count(*)`, total }).from(counter);
      expect(rows).toEqual([{ all: 2, raw: 2, total: 3 }]);
    });

    it('keep references', async () => {
      const db = await open({ tables: [fixture] });
      const { account, counter } = db.tables(fixture);
      await expect(db.write((tx) => tx.insert(account).values({ id: 'a', counterName: 'none' }))).rejects.toThrow();
      await db.write((tx) => tx.insert(counter).values({ name: 'one' }));
      await db.write((tx) => tx.insert(account).values({ id: 'a', counterName: 'one' }));
      await db.write((tx) => tx.delete(counter).where(eq(counter.name, 'one')));
      expect(await db.read.$count(account)).toBe(0);
    });
  });
});

it('a table name is taken once in a service', async () => {
  const again = defineTables((d) => ({ counter: d.table('counter', { id: d.text('id').primaryKey() }) }));
  const opening = openDatabase({ url: 'file::memory:', tables: [fixture, again], migrations: [] });
  await expect(opening).rejects.toThrow('Table "counter" is declared twice.');
});
