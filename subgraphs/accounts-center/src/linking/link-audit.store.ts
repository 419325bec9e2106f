import type { Database, Reader, Writer } from '@accounts-center/db';
import { eq } from 'drizzle-orm';
import { type LinkAuditDetail, linkingTables } from './linking.table.ts';

/** One accepted command. */
export interface LinkAuditLine {
  readonly id: string;
  /** The center that the account came into, or was taken out of. */
  readonly centerId: string;
  readonly accountId: string;
  readonly actorId: string;
  readonly at: Date;
  readonly detail: LinkAuditDetail;
}

/** The lines that links and unlinks leave; there is no way to change one. */
export function createLinkAuditStore(db: Database) {
  const { linkAudit } = db.tables(linkingTables);
  return {
    async add(tx: Writer, line: LinkAuditLine): Promise<void> {
      await tx.insert(linkAudit).values(line);
    },

    /** @throws when there is no such line */
    async get(id: string, reader: Reader = db.read): Promise<LinkAuditLine> {
      const [line] = await reader.select().from(linkAudit).where(eq(linkAudit.id, id));
      if (line === undefined) throw new Error(`there is no audit line ${id}`);
      return line;
    },
  };
}
