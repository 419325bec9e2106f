import type { Database, Reader, Writer } from '@accounts-center/db';
import { asc } from 'drizzle-orm';
import { signingKeysTables } from './signing-keys.table.ts';

/** A key pair for access tokens as it is kept; the private half is sealed. */
export interface SigningKey {
  readonly kid: string;
  readonly publicJwk: JsonWebKey;
  readonly sealedPrivateJwk: string;
  readonly createdAt: Date;
}

export function createSigningKeysStore(db: Database) {
  const { signingKey } = db.tables(signingKeysTables);
  return {
    /** All keys, the oldest first. */
    async list(reader: Reader = db.read): Promise<SigningKey[]> {
      return reader.select().from(signingKey).orderBy(asc(signingKey.createdAt), asc(signingKey.kid));
    },
    async add(tx: Writer, key: SigningKey): Promise<void> {
      await tx.insert(signingKey).values(key);
    },
  };
}
