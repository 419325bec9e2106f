import { defineTables } from '@accounts-center/db';
import type { App } from '../apps.ts';

/** How a session came to be; kept from its first day, so that later it can be ended with what it came from. */
export type Birth = { readonly kind: 'password' } | { readonly kind: 'sign-up'; readonly signUpId: string };

/** What a person proved themselves by, in the words of RFC 8176. */
export type AuthenticationMethod = 'pwd';

export const identityTables = defineTables((d) => {
  /** What opens an account. `subject` is what there is one of: the account for a password. */
  const credential = d.table(
    'credential',
    {
      id: d.text('id').primaryKey(),
      accountId: d.text('account_id').notNull(),
      kind: d.text('kind').$type<'PASSWORD'>().notNull(),
      subject: d.text('subject').notNull(),
      /** Of a password: its argon2id hash. */
      secret: d.text('secret').notNull(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [
      d.uniqueIndex('credential_kind_subject').on(t.kind, t.subject),
      d.index('credential_account_id').on(t.accountId),
    ],
  );

  const session = d.table(
    'session',
    {
      id: d.text('id').primaryKey(),
      accountId: d.text('account_id').notNull(),
      birth: d.json<Birth>('birth').notNull(),
      /** How the person proved who they are, and when. */
      amr: d.json<readonly AuthenticationMethod[]>('amr').notNull(),
      authenticatedAt: d.instant('authenticated_at').notNull(),
      createdAt: d.instant('created_at').notNull(),
      /** Goes up with every refresh; tokens of this generation are unused. */
      generation: d.integer('generation').notNull(),
      /** When its last refresh token ends. */
      expiresAt: d.instant('expires_at').notNull(),
      endedAt: d.instant('ended_at'),
    },
    (t) => [d.index('session_account_id').on(t.accountId), d.index('session_expires_at').on(t.expiresAt)],
  );

  const refreshToken = d.table(
    'refresh_token',
    {
      hash: d.text('hash').primaryKey(),
      sessionId: d
        .text('session_id')
        .notNull()
        .references(() => session.id, { onDelete: 'cascade' }),
      generation: d.integer('generation').notNull(),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      usedAt: d.instant('used_at'),
    },
    (t) => [d.index('refresh_token_session_id').on(t.sessionId), d.index('refresh_token_expires_at').on(t.expiresAt)],
  );

  /** A sign-up on its way. What it needs of the password goes to the credential when it is done. */
  const signUp = d.table(
    'sign_up',
    {
      id: d.text('id').primaryKey(),
      idempotencyKey: d.text('idempotency_key').notNull(),
      accountId: d.text('account_id').notNull(),
      app: d.text('app').$type<App>().notNull(),
      username: d.text('username').notNull(),
      displayName: d.text('display_name').notNull(),
      passwordHash: d.text('password_hash'),
      /** How many have asked the app for the account: requests, and the job that finishes what they left. */
      attempts: d.integer('attempts').notNull(),
      sessions: d.integer('sessions').notNull(),
      createdAt: d.instant('created_at').notNull(),
      doneAt: d.instant('done_at'),
    },
    (t) => [d.index('sign_up_account_id').on(t.accountId), d.index('sign_up_done_at').on(t.doneAt)],
  );

  return { credential, session, refreshToken, signUp };
});
