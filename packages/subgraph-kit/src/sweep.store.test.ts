import { type Database, defineTables } from '@accounts-center/db';
import { eachDialect, sqlitePlan } from '@accounts-center/db/testing';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { sweepUntil } from './sweep.store.ts';

const letters = defineTables((d) => ({
  letter: d.table(
    'letter',
    { box: d.text('box').notNull(), id: d.text('id').notNull(), at: d.instant('at').notNull() },
    (t) => [d.primaryKey([t.box, t.id]), d.index('letter_at').on(t.at)],
  ),
}));
const noon = new Date('2026-11-23T12:00:00Z');
const later = (ms: number) => new Date(noon.getTime() + ms);

eachDialect((dialect, openDatabase) => {
  let db: Database;
  const statements: string[] = [];
  beforeAll(async () => {
    db = await openDatabase({ tables: [letters], onStatement: (sql) => statements.push(sql) });
  });
  beforeEach(async () => {
    await db.write((tx) => tx.delete(db.tables(letters).letter));
    statements.length = 0;
  });

  async function add(rows: readonly { readonly box: string; readonly id: string; readonly at: Date }[]): Promise<void> {
    const { letter } = db.tables(letters);
    await db.write(async (tx) => {
      for (let from = 0; from < rows.length; from += 500) await tx.insert(letter).values(rows.slice(from, from + 500));
    });
  }
  const ofNoon = (count: number) => Array.from({ length: count }, (_, n) => ({ box: 'a', id: `${n}`, at: noon }));
  const sweep = (until: Date, database = db) => {
    const { letter } = db.tables(letters);
    return sweepUntil(database, until, { table: letter, key: [letter.box, letter.id], at: letter.at });
  };
  const left = async () => await db.read.select().from(db.tables(letters).letter);
  const deletions = () => statements.filter((sql) => sql.startsWith('delete'));

  it('removes what is of the instant and before, whatever else has a part of its key', async () => {
    const kept = { box: 'b', id: '1', at: later(1) };
    await add([{ box: 'a', id: '1', at: later(-1) }, { box: 'b', id: '2', at: noon }, kept]);
    await sweep(noon);
    expect(await left()).toEqual([kept]);
  });

  it('removes no more than 500 rows in a write, though all are of one instant', async () => {
    await add(ofNoon(1_203));
    const sizes: number[] = [];
    const counting: Database = {
      ...db,
      write: async (transaction, options) => {
        const before = (await left()).length;
        const result = await db.write(transaction, options);
        sizes.push(before - (await left()).length);
        return result;
      },
    };
    await sweep(noon, counting);
    expect(sizes).toEqual([500, 500, 203]);
    expect(await left()).toEqual([]);
  });

  it('looks once more after a full batch, and not after another', async () => {
    await add(ofNoon(500));
    await sweep(noon);
    expect(deletions()).toHaveLength(2);
    await sweep(noon);
    expect(deletions()).toHaveLength(3);
  });

  it.runIf(dialect === 'sqlite')('finds what has expired by one index, and removes it by another', async () => {
    await sweep(noon);
    const plan = await sqlitePlan([letters], deletions().join());
    expect(plan).toContain('SEARCH letter USING INDEX letter_at (at<?)');
    expect(plan.some((step) => /^SEARCH letter USING (COVERING )?INDEX sqlite_autoindex_letter_1 /.test(step))).toBe(
      true,
    );
  });
});
