import { eq, inArray, sql } from 'drizzle-orm';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Reader, Writer } from './database.ts';
import { insideWrite } from './inside-write.ts';
import { skipLocked } from './skip-locked.ts';
import { fixture } from './testing/fixture.ts';
import { eachDialect } from './testing.ts';

eachDialect((dialect, open) => {
  const openFixture = async () => {
    const db = await open({ tables: [fixture], connections: 10 });
    return { db, ...db.tables(fixture) };
  };

  describe('a write', () => {
    it('is committed when its function returns, with what it returns', async () => {
      const { db, counter } = await openFixture();
      const value = await db.write(async (tx) => {
        await tx.insert(counter).values({ name: 'a', value: 1 });
        return (await tx.select().from(counter))[0]?.value;
      });
      expect(value).toBe(1);
      expect(await db.read.$count(counter)).toBe(1);
    });

    it('is rolled back when its function throws', async () => {
      const { db, counter } = await openFixture();
      const write = db.write(async (tx) => {
        await tx.insert(counter).values({ name: 'a' });
        throw new Error('changed my mind');
      });
      await expect(write).rejects.toThrow('changed my mind');
      expect(await db.read.$count(counter)).toBe(0);
    });

    it('does not hurt its neighbours when it fails', async () => {
      const { db, counter } = await openFixture();
      const names = ['a', 'b', 'fails', 'c', 'a'];
      const writes = await Promise.allSettled(
        names.map((name) =>
          db.write(async (tx) => {
            await tx.insert(counter).values({ name });
            if (name === 'fails') throw new Error(name);
          }),
        ),
      );
      const rejected = writes.filter(({ status }) => status === 'rejected');
      expect(rejected).toHaveLength(2);
      const rows = await db.read.select({ name: counter.name }).from(counter).orderBy(counter.name);
      expect(rows.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    });

    it('is not seen by readers before it is committed', async () => {
      const { db, counter } = await openFixture();
      const written = deferred();
      const looked = deferred();
      const write = db.write(async (tx) => {
        await tx.insert(counter).values({ name: 'a' });
        written.resolve();
        await looked.promise;
      });
      await written.promise;
      expect(await db.read.$count(counter)).toBe(0);
      looked.resolve();
      await write;
      expect(await db.read.$count(counter)).toBe(1);
    });

    it('loses no increment, however many run at once', async () => {
      const { db, counter } = await openFixture();
      await db.write((tx) => tx.insert(counter).values({ name: 'a' }));
      const increment = () =>
        db.write(async (tx) => {
          const [row] = await tx.select().from(counter).where(eq(counter.name, 'a'));
          await tx
            .update(counter)
            .set({ value: (row?.value ?? 0) + 1 })
            .where(eq(counter.name, 'a'));
        });
      await Promise.all(Array.from({ length: 50 }, increment));
      expect(await db.read.select().from(counter)).toEqual([{ name: 'a', value: 50 }]);
    });

    it('is serializable: two people on duty cannot both leave', async () => {
      const { db, counter } = await openFixture();
      const people = ['ann', 'bob'];
      const leave = (name: string) =>
        db.write(async (tx) => {
          const onDuty = await tx.$count(counter, eq(counter.value, 1));
          if (onDuty > 1) await tx.update(counter).set({ value: 0 }).where(eq(counter.name, name));
        });
      await db.write((tx) => tx.insert(counter).values(people.map((name) => ({ name }))));
      for (let night = 0; night < 20; night++) {
        await db.write((tx) => tx.update(counter).set({ value: 1 }));
        await Promise.all(people.map(leave));
        expect(await db.read.$count(counter, eq(counter.value, 1))).toBe(1);
      }
    });

    it('knows that it is one, and so does everything that it calls', async () => {
      const { db } = await openFixture();
      const afterwards = deferred();
      const later: { check?: Promise<boolean> } = {};
      await db.write(async () => {
        expect(insideWrite()).toBe(true);
        await Promise.resolve();
        expect(insideWrite()).toBe(true);
        later.check = afterwards.promise.then(insideWrite);
      });
      expect(insideWrite()).toBe(false);
      afterwards.resolve();
      expect(await later.check).toBe(false);
    });

    it('refuses another write and db.read inside', async () => {
      const { db, counter } = await openFixture();
      const nested = db.write(() => db.write(async () => 1));
      await expect(nested).rejects.toThrow('A write was begun inside another one');
      const reading = db.write(() => db.read.select().from(counter));
      await expect(reading).rejects.toThrow('db.read was used inside a write');
    });

    it('refuses statements after its end', async () => {
      const { db, counter } = await openFixture();
      const kept = await db.write(async (tx) => ({ tx }));
      await expect(kept.tx.select().from(counter)).rejects.toThrow('after the end of its write');
    });

    it('fails when a failed statement was passed over', async () => {
      const { db, counter } = await openFixture();
      const write = db.write(async (tx) => {
        await tx.insert(counter).values({ name: 'a' });
        await tx
          .insert(counter)
          .values({ name: 'a' })
          .then(undefined, () => undefined);
      });
      await expect(write).rejects.toThrow('caught inside a write');
      expect(await db.read.$count(counter)).toBe(0);
    });

    it('goes on after a failed savepoint', async () => {
      const { db, counter } = await openFixture();
      await db.write(async (tx) => {
        await tx.insert(counter).values({ name: 'a' });
        const failed = tx.savepoint(async () => {
          await tx.insert(counter).values({ name: 'undone' });
          await tx.savepoint(() => tx.insert(counter).values({ name: 'a' }));
        });
        await expect(failed).rejects.toThrow();
        await tx.insert(counter).values({ name: 'b' });
      });
      const rows = await db.read.select({ name: counter.name }).from(counter).orderBy(counter.name);
      expect(rows.map(({ name }) => name)).toEqual(['a', 'b']);
    });

    it('claims rows that nobody else is claiming', async () => {
      const { db, counter } = await openFixture();
      const names = Array.from({ length: 20 }, (_, index) => `job${index}`);
      await db.write((tx) => tx.insert(counter).values(names.map((name) => ({ name }))));
      const claim = () =>
        db.write(
          async (tx) => {
            const due = tx.select({ name: counter.name }).from(counter).where(eq(counter.value, 0)).limit(5);
            const claimed = tx
              .update(counter)
              .set({ value: 1 })
              .where(inArray(counter.name, skipLocked(dialect, due)));
            return claimed.returning({ name: counter.name });
          },
          { isolation: 'read committed' },
        );
      const claims = await Promise.all([claim(), claim(), claim(), claim()]);
      expect(
        claims
          .flat()
          .map(({ name }) => name)
          .sort(),
      ).toEqual(names.sort());
    });
  });

  describe('closing', () => {
    it('finishes the writes already begun and refuses new ones', async () => {
      const { db, counter } = await openFixture();
      const write = db.write((tx) => tx.insert(counter).values({ name: 'a' }).returning());
      await Promise.all([db.close(), db.close()]);
      expect(await write).toHaveLength(1);
      await expect(db.write(async () => 1)).rejects.toThrow('The database is closed.');
    });
  });

  it('reading has no way to write in its type', async () => {
    const { db } = await openFixture();
    expectTypeOf(db.read).not.toHaveProperty('insert');
    expectTypeOf(db.read.with()).not.toHaveProperty('delete');
    expectTypeOf<Writer>().toExtend<Reader>();
  });

  it('every statement is told to onStatement', async () => {
    const statements: string[] = [];
    const db = await open({ tables: [fixture], onStatement: (text) => statements.push(text) });
    const { counter } = db.tables(fixture);
    await db.write((tx) => tx.update(counter).set({ value: sql`${counter.value} + 1` }));
    await db.read.$count(counter);
    expect(statements.filter((text) => /^(select|update)/.test(text))).toHaveLength(2);
    expect(statements.filter((text) => text === 'COMMIT')).toHaveLength(1);
  });
});

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
