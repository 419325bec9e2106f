import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, gt, isNull, lte } from 'drizzle-orm';
import { linkingTables } from './linking.table.ts';

/** A flow as it is kept. */
export interface LinkFlowRow {
  readonly id: string;
  readonly accountId: string;
  readonly centerId: string;
  readonly sessionId: string;
  readonly accountProvedAt: Date | null;
  readonly targetAccountId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly finishedAt: Date | null;
}

/** Whose flow it must be: begun by this account, in this session. */
interface FlowOwner {
  readonly accountId: string;
  readonly sessionId: string;
}

/** The proof that a password gave: of the account that began the flow, or of the one to be linked. */
type FlowProof = Pick<LinkFlowRow, 'accountProvedAt'> | Pick<LinkFlowRow, 'targetAccountId'>;

/** Reads and writes link flows. Inside a write, pass its transaction as the reader. */
export function createLinkFlowStore(db: Database) {
  const { linkFlow } = db.tables(linkingTables);
  const isOwned = (id: string, { accountId, sessionId }: FlowOwner) =>
    and(eq(linkFlow.id, id), eq(linkFlow.accountId, accountId), eq(linkFlow.sessionId, sessionId));
  const isOpen = (at: Date) => and(isNull(linkFlow.finishedAt), gt(linkFlow.expiresAt, at));

  return {
    async add(tx: Writer, flow: LinkFlowRow): Promise<void> {
      await tx.insert(linkFlow).values(flow);
    },

    /** An account's flow of any session, open or not. */
    async find(id: string, accountId: string, reader: Reader = db.read): Promise<LinkFlowRow | undefined> {
      const [flow] = await reader
        .select()
        .from(linkFlow)
        .where(and(eq(linkFlow.id, id), eq(linkFlow.accountId, accountId)));
      return flow;
    },

    /** Notes a proof in an open flow. @returns the flow after it, `undefined` when it is not open */
    async prove(
      tx: Writer,
      id: string,
      owner: FlowOwner,
      proof: FlowProof,
      at: Date,
    ): Promise<LinkFlowRow | undefined> {
      const [flow] = await tx
        .update(linkFlow)
        .set(proof)
        .where(and(isOwned(id, owner), isOpen(at)))
        .returning();
      return flow;
    },

    /** Uses an open flow up. @returns whether it was still there to be used */
    async finish(tx: Writer, id: string, owner: FlowOwner, at: Date): Promise<boolean> {
      const finished = await tx
        .update(linkFlow)
        .set({ finishedAt: at })
        .where(and(isOwned(id, owner), isOpen(at)))
        .returning();
      return finished.length > 0;
    },

    /** Forgets the flows that ended unfinished. */
    async removeExpired(tx: Writer, at: Date): Promise<void> {
      await tx.delete(linkFlow).where(and(lte(linkFlow.expiresAt, at), isNull(linkFlow.finishedAt)));
    },
  };
}
