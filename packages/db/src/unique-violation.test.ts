import { describe, expect, it } from 'vitest';
import { fixture } from './testing/fixture.ts';
import { eachDialect } from './testing.ts';
import { isUniqueViolation } from './unique-violation.ts';

eachDialect((_name, open) => {
  describe('a unique violation', () => {
    const violate = async (values: Partial<{ id: string; username: string; handle: string; number: number }>) => {
      const db = await open({ tables: [fixture] });
      const { account } = db.tables(fixture);
      await db.write((tx) => tx.insert(account).values({ id: 'a', username: 'zoe', handle: 'zoe', number: 1 }));
      return db.write((tx) => tx.insert(account).values({ id: 'b', ...values })).catch(isUniqueViolation);
    };

    it.each([
      ['a primary key', { id: 'a' }, 'account_pkey', ['id']],
      ['a unique column', { username: 'zoe' }, 'account_username_unique', ['username']],
      ['a unique index', { number: 1 }, 'account_number_in_app', ['app', 'number']],
      ['a unique index over an expression', { handle: 'ZOE' }, 'account_handle_folded', undefined],
    ])('names %s', async (_what, values, constraint, columns) => {
      expect(await violate(values)).toMatchObject({ constraint, columns });
    });

    it('names a composite primary key', async () => {
      const db = await open({ tables: [fixture] });
      const { place } = db.tables(fixture);
      const sit = () => db.write((tx) => tx.insert(place).values({ row: 1, seat: 2 }));
      await sit();
      const violation = await sit().catch(isUniqueViolation);
      expect(violation).toMatchObject({ constraint: 'place_row_seat_pk', columns: ['row', 'seat'] });
    });

    it('becomes a value in the middle of a write', async () => {
      const db = await open({ tables: [fixture] });
      const { counter } = db.tables(fixture);
      const taken = await db.write(async (tx) => {
        await tx.insert(counter).values({ name: 'a' });
        const inserting = tx.savepoint(() => tx.insert(counter).values({ name: 'a' }));
        return inserting.then(() => 'inserted', isUniqueViolation);
      });
      expect(taken).toMatchObject({ columns: ['name'] });
    });

    it('is no other error', async () => {
      const db = await open({ tables: [fixture] });
      const { account } = db.tables(fixture);
      const orphan = db.write((tx) => tx.insert(account).values({ id: 'a', counterName: 'none' }));
      expect(await orphan.catch((error) => isUniqueViolation(error) ?? 'another')).toBe('another');
      expect(isUniqueViolation(new Error('another'))).toBeUndefined();
    });
  });
});
