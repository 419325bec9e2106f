import type { Database, Reader, Writer } from '@accounts-center/db';
import { eq } from 'drizzle-orm';
import { identityTables } from './identity.table.ts';

export interface Credential {
  readonly accountId: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

export type CredentialsStore = ReturnType<typeof createCredentialsStore>;

export function createCredentialsStore(db: Database) {
  const { credential } = db.tables(identityTables);
  return {
    async passwordHash(accountId: string, reader: Reader = db.read): Promise<string | undefined> {
      const [found] = await reader
        .select({ hash: credential.passwordHash })
        .from(credential)
        .where(eq(credential.accountId, accountId));
      return found?.hash;
    },
    async add(tx: Writer, added: Credential): Promise<void> {
      await tx.insert(credential).values(added);
    },
  };
}
