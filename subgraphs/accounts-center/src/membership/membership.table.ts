import { defineTables } from '@accounts-center/db';
import type { App } from '../apps.ts';
import type { AccountState } from './member.ts';

// Rule L1 stands in the structure: an account is a row with exactly one center, and no center is without a row.
export const membershipTables = defineTables((d) => {
  const accountsCenter = d.table('accounts_center', {
    id: d.text('id').primaryKey(),
    createdAt: d.instant('created_at').notNull(),
    /** Goes up with every account that comes or goes. */
    version: d.integer('version').notNull(),
  });
  const account = d.table(
    'account',
    {
      id: d.text('id').primaryKey(),
      app: d.text('app').$type<App>().notNull(),
      centerId: d
        .text('center_id')
        .notNull()
        .references(() => accountsCenter.id),
      /** When it came into its center: the order of the accounts there. */
      joinedAt: d.instant('joined_at').notNull(),
      /** Since when it shares its center with others; null while it is alone. */
      linkedAt: d.instant('linked_at'),
      /** What its app said last: told at once, and asked at every sign-in, proof of control and refresh of a session. */
      state: d.text('state').$type<AccountState>().notNull(),
      /** Of the state, as the app counts: what is older is out of date, whenever it arrives. */
      stateVersion: d.integer('state_version').notNull(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [d.index('account_center_id').on(t.centerId)],
  );
  return { accountsCenter, account };
});
