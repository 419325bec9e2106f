import { defineTables } from '@accounts-center/db';

/** The birthday that an account tells its friends, where it tells one. */
export const birthdayTables = defineTables((d) => ({
  birthday: d.table('birthday', {
    userId: d.text('user_id').primaryKey(),
    month: d.integer('month').notNull(),
    day: d.integer('day').notNull(),
    /** Null where the account keeps it to itself. */
    year: d.integer('year'),
  }),
}));
