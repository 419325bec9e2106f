import { sql } from 'drizzle-orm';
import { defineTables } from '../tables/define.ts';

interface Detail {
  readonly tags: readonly string[];
  readonly nested?: { readonly deep: boolean | null };
}

/** Tables that this package's own tests write to. */
export const fixture = defineTables((d) => {
  const counter = d.table('counter', {
    name: d.text('name').primaryKey(),
    value: d.integer('value').notNull().default(0),
  });
  const place = d.table('place', { row: d.integer('row').notNull(), seat: d.integer('seat').notNull() }, (t) => [
    d.primaryKey([t.row, t.seat]),
  ]);
  const account = d.table(
    'account',
    {
      id: d.text('id').primaryKey(),
      username: d.text('username').unique(),
      handle: d.text('handle'),
      app: d.text('app').notNull().default('facebook').$type<'facebook' | 'instagram'>(),
      number: d.integer('number'),
      isOpen: d.boolean('is_open').notNull().default(true),
      detail: d.json<Detail | string | readonly number[]>('detail'),
      seenAt: d.instant('seen_at'),
      photo: d.bytes('photo'),
      counterName: d.text('counter_name').references(() => counter.name, { onDelete: 'cascade' }),
    },
    (t) => [
      d.index('account_seen_at').on(t.seenAt),
      d.uniqueIndex('account_number_in_app').on(t.app, t.number),
      d.uniqueIndex('account_handle_folded').on(sql`lower(${t.handle})`),
    ],
  );
  return { counter, place, account };
});
