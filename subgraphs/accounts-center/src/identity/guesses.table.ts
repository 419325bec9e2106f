import { defineTables } from '@accounts-center/db';

export const guessesTables = defineTables((d) => {
  /** A password being tried, or found wrong; whom it was for and from where are kept as keyed hashes. */
  const guess = d.table(
    'guess',
    {
      id: d.text('id').primaryKey(),
      subject: d.text('subject').notNull(),
      source: d.text('source').notNull(),
      /** Whether the source had proved the account's password before. */
      isKnown: d.boolean('is_known').notNull(),
      at: d.instant('at').notNull(),
    },
    (t) => [
      d.index('guess_subject_at').on(t.subject, t.at),
      d.index('guess_source_at').on(t.source, t.at),
      d.index('guess_at').on(t.at),
    ],
  );

  /** From where an account's right password has come. */
  const knownSource = d.table(
    'known_source',
    {
      subject: d.text('subject').notNull(),
      source: d.text('source').notNull(),
      seenAt: d.instant('seen_at').notNull(),
    },
    (t) => [d.primaryKey([t.subject, t.source]), d.index('known_source_seen_at').on(t.seenAt)],
  );

  return { guess, knownSource };
});
