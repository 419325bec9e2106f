import { defineTables } from '@accounts-center/db';

export const endedSessionsTables = defineTables((d) => {
  /** Sessions that have ended of late. Access tokens outlive them, so those who check tokens are told. */
  const endedSession = d.table(
    'ended_session',
    {
      sessionId: d.text('session_id').primaryKey(),
      /** No access token of it is good any more by then. */
      expiresAt: d.instant('expires_at').notNull(),
      /** Given when it is first told of, so that rounds follow each other as their rows were committed. */
      round: d.integer('round'),
    },
    (t) => [
      d.index('ended_session_round').on(t.round, t.sessionId),
      d.index('ended_session_expires_at').on(t.expiresAt),
    ],
  );

  return { endedSession };
});
