import { defineTables } from '@accounts-center/db';

/** The keys that sign access tokens. */
export const signingKeysTables = defineTables((d) => ({
  signingKey: d.table('signing_key', {
    kid: d.text('kid').primaryKey(),
    publicJwk: d.json<JsonWebKey>('public_jwk').notNull(),
    /** The private key as a JWK, sealed. */
    sealedPrivateJwk: d.text('sealed_private_jwk').notNull(),
    createdAt: d.instant('created_at').notNull(),
  }),
}));
