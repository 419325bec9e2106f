import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq } from 'drizzle-orm';
import { identityTables } from './identity.table.ts';

/** A password as it is kept. */
export interface PasswordCredential {
  readonly id: string;
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
        .select({ hash: credential.secret })
        .from(credential)
        .where(and(eq(credential.kind, 'PASSWORD'), eq(credential.subject, accountId)));
      return found?.hash;
    },
    /** An account has one password. */
    async addPassword(tx: Writer, { id, accountId, passwordHash, createdAt }: PasswordCredential): Promise<void> {
      const password = { kind: 'PASSWORD', subject: accountId, secret: passwordHash } as const;
      await tx.insert(credential).values({ id, accountId, ...password, createdAt });
    },
  };
}
