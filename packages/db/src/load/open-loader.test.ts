import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { initialMigration } from '../generate.ts';
import { openDatabase } from '../open.ts';
import { fixture } from '../testing/fixture.ts';
import { eachDialect } from '../testing.ts';
import { openLoader } from './open-loader.ts';

const account = (id: string, own: Partial<(typeof fixture.sqlite.account)['$inferSelect']> = {}) => ({
  id,
  username: id,
  handle: null,
  app: 'instagram' as const,
  number: null,
  isOpen: false,
  detail: null,
  seenAt: null,
  photo: null,
  counterName: null,
  ...own,
});

eachDialect((dialect, _, createUrl) => {
  const options = async () => {
    return { url: await createUrl(), tables: [fixture], migrations: [await initialMigration(dialect, [fixture])] };
  };

  describe('a loaded database', () => {
    it('has the rows as a service would have written them', async () => {
      const database = await options();
      const rows = [
        account('a'),
        account('b', {
          number: Number.MAX_SAFE_INTEGER,
          isOpen: true,
          detail: {
            tags: ['x', '"y"'],
            nested: { deep: null },
          },
          seenAt: new Date('2026-11-23T00:12:34.567Z'),
          photo: Buffer.from([0, 255, 1]),
          counterName: 'one',
        }),
        account('c', { username: 'Zoë 🙂', detail: '12' }),
      ];
      const loader = await openLoader(database);
      await loader.insert(loader.tables(fixture).counter, [{ name: 'one', value: 1 }]);
      await loader.insert(loader.tables(fixture).account, rows);
      await loader.insert(loader.tables(fixture).account, []);
      expect(loader.written()).toEqual({ counter: 1, account: 3 });
      await loader.finish();

      await using db = await openDatabase(database);
      const table = db.tables(fixture).account;
      expect(await db.read.select().from(table).orderBy(table.id)).toEqual(rows);
    });

    it('keeps what it promises: indexes are there when it is opened', async () => {
      const database = await options();
      const loader = await openLoader(database);
      await loader.insert(loader.tables(fixture).account, [account('a', { handle: 'Zoe' })]);
      await loader.finish();
      await using db = await openDatabase(database);
      const again = db.write((tx) => tx.insert(db.tables(fixture).account).values({ id: 'b', handle: 'zoe' }));
      await expect(again).rejects.toMatchObject({ constraint: 'account_handle_folded' });
    });
  });

  it('refuses a database that has rows', async () => {
    const database = await options();
    const db = await openDatabase(database);
    await db.write((tx) => tx.insert(db.tables(fixture).counter).values({ name: 'a' }));
    await db.close();
    await expect(openLoader(database)).rejects.toThrow('already');
  });

  it('refuses rows that break a unique index, at the latest in the end', async () => {
    const loader = await openLoader(await options());
    const load = async () => {
      await loader.insert(loader.tables(fixture).account, [account('a'), account('b', { username: 'a' })]);
      await loader.finish();
    };
    await expect(load()).rejects.toThrow(/unique/i);
    await loader.abandon();
  });

  it('refuses rows that refer to nothing', async () => {
    const loader = await openLoader(await options());
    const load = async () => {
      await loader.insert(loader.tables(fixture).account, [account('a', { counterName: 'missing' })]);
      await loader.finish();
    };
    await expect(load()).rejects.toThrow(/foreign key/);
    await loader.abandon();
  });

  it.runIf(dialect === 'sqlite')('is not there when it is given up, or has been before', async () => {
    const database = await options();
    const path = database.url.slice('file:'.length);
    const loader = await openLoader(database);
    await loader.insert(loader.tables(fixture).counter, [{ name: 'a', value: 1 }]);
    await loader.abandon();
    expect([path, `${path}.loading`].map((file) => existsSync(file))).toEqual([false, false]);

    const killed = await openLoader(database);
    await killed.insert(killed.tables(fixture).counter, [{ name: 'a', value: 1 }]);
    const next = await openLoader(database);
    await next.insert(next.tables(fixture).counter, [{ name: 'a', value: 1 }]);
    await next.finish();
    await using db = await openDatabase(database);
    expect(await db.read.$count(db.tables(fixture).counter)).toBe(1);
  });
});
