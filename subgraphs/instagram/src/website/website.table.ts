import { defineTables } from '@accounts-center/db';

/** The website that an account shows, where it shows one. */
export const websiteTables = defineTables((d) => ({
  website: d.table('website', {
    userId: d.text('user_id').primaryKey(),
    address: d.text('address').notNull(),
  }),
}));
