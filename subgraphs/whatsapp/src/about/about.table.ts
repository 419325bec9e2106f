import { defineTables } from '@accounts-center/db';

/** The line about itself that an account shows, where it shows one. */
export const aboutTables = defineTables((d) => ({
  about: d.table('about', {
    userId: d.text('user_id').primaryKey(),
    line: d.text('line').notNull(),
  }),
}));
