import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, eq, gt, isNull, ne } from 'drizzle-orm';
import type { AuthenticationMethod } from '../identity/identity.service.ts';
import { linkingTables } from './linking.table.ts';

/** A flow as it is kept. */
export interface LinkFlowRow {
  readonly id: string;
  readonly accountId: string;
  readonly centerId: string;
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly finishedAt: Date | null;
}

/** That somebody in a session has proved control of an account, when and by what. */
export interface LinkProof {
  readonly flowId: string;
  readonly accountId: string;
  readonly sessionId: string;
  readonly amr: readonly AuthenticationMethod[];
  readonly provedAt: Date;
}

/** A flow with what was proved in it. */
export interface LinkFlow extends LinkFlowRow {
  /** Of the flow's own account. */
  readonly ownProof: LinkProof | undefined;
  /** Of the account to be linked. */
  readonly targetProof: LinkProof | undefined;
}

/** Reads and writes link flows. Inside a write, pass its transaction as the reader. */
export function createLinkFlowStore(db: Database) {
  const { linkFlow, linkProof } = db.tables(linkingTables);

  return {
    async add(tx: Writer, flow: LinkFlowRow): Promise<void> {
      await tx.insert(linkFlow).values(flow);
    },

    /** An account's flow of any session, open or not. */
    async find(id: string, accountId: string, reader: Reader = db.read): Promise<LinkFlow | undefined> {
      const [flow] = await reader
        .select()
        .from(linkFlow)
        .where(and(eq(linkFlow.id, id), eq(linkFlow.accountId, accountId)));
      if (flow === undefined) return undefined;
      const proofs = await reader.select().from(linkProof).where(eq(linkProof.flowId, id));
      const ownProof = proofs.find((proof) => proof.accountId === accountId);
      return { ...flow, ownProof, targetProof: proofs.find((proof) => proof !== ownProof) };
    },

    /** Adds a proof, or renews it; a flow has one account to be linked, the one that was proved last. */
    async addProof(tx: Writer, { accountId }: LinkFlowRow, proof: LinkProof): Promise<void> {
      if (proof.accountId !== accountId) {
        const isOfTarget = and(eq(linkProof.flowId, proof.flowId), ne(linkProof.accountId, accountId));
        await tx.delete(linkProof).where(isOfTarget);
      }
      await tx
        .insert(linkProof)
        .values(proof)
        .onConflictDoUpdate({ target: [linkProof.flowId, linkProof.accountId], set: proof });
    },

    /** Uses an open flow up. @returns whether it was still there to be used */
    async finish(tx: Writer, id: string, at: Date): Promise<boolean> {
      const finished = await tx
        .update(linkFlow)
        .set({ finishedAt: at })
        .where(and(eq(linkFlow.id, id), isNull(linkFlow.finishedAt), gt(linkFlow.expiresAt, at)))
        .returning();
      return finished.length > 0;
    },

    /** Forgets the flows that ended unfinished, with their proofs. */
    removeExpired(now: Date): Promise<void> {
      const { id, expiresAt: at, finishedAt } = linkFlow;
      return sweepUntil(db, now, { table: linkFlow, key: [id], at, only: isNull(finishedAt) });
    },
  };
}
