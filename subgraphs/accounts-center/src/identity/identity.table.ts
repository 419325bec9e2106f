import { defineTables } from '@accounts-center/db';
import type { App } from '../apps.ts';

/** How a session came to be; kept from its first day, so that later it can be ended with what it came from. */
export type Birth = { readonly kind: 'password' } | { readonly kind: 'sign-up'; readonly signUpId: string };

export const identityTables = defineTables((d) => {
  const credential = d.table('credential', {
    accountId: d.text('account_id').primaryKey(),
    passwordHash: d.text('password_hash').notNull(),
    createdAt: d.instant('created_at').notNull(),
  });

  const session = d.table(
    'session',
    {
      id: d.text('id').primaryKey(),
      accountId: d.text('account_id').notNull(),
      birth: d.json<Birth>('birth').notNull(),
      authenticatedAt: d.instant('authenticated_at').notNull(),
      createdAt: d.instant('created_at').notNull(),
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
      idempotencyKey: d.text('idempotency_key').primaryKey(),
      id: d.text('id').notNull(),
      accountId: d.text('account_id').notNull(),
      app: d.text('app').$type<App>().notNull(),
      username: d.text('username').notNull(),
      displayName: d.text('display_name').notNull(),
      passwordHash: d.text('password_hash'),
      /** How many have asked the app for the account: requests, and the job that finishes what they left. */
      attempts: d.integer('attempts').notNull(),
      createdAt: d.instant('created_at').notNull(),
      doneAt: d.instant('done_at'),
    },
    (t) => [d.uniqueIndex('sign_up_id').on(t.id), d.index('sign_up_done_at').on(t.doneAt)],
  );

  const signingKey = d.table('signing_key', {
    kid: d.text('kid').primaryKey(),
    publicJwk: d.json<JsonWebKey>('public_jwk').notNull(),
    /** The private key as a JWK, sealed. */
    sealedPrivateJwk: d.text('sealed_private_jwk').notNull(),
    createdAt: d.instant('created_at').notNull(),
  });

  /** A password being tried, or found wrong; whom it was for and from where are kept as hashes. */
  const guess = d.table(
    'guess',
    {
      id: d.text('id').primaryKey(),
      subject: d.text('subject').notNull(),
      source: d.text('source').notNull(),
      at: d.instant('at').notNull(),
    },
    (t) => [d.index('guess_subject_at').on(t.subject, t.at), d.index('guess_at').on(t.at)],
  );

  return { credential, session, refreshToken, signUp, signingKey, guess };
});
