import type { Database, Reader, Writer } from '@accounts-center/db';
import { storable } from '@accounts-center/subgraph-kit';
import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Member, StateNews } from './member.ts';
import { membershipTables } from './membership.table.ts';

/** Reads and writes who is in which center. Inside a write, pass its transaction as the reader. */
export function createMembershipStore(db: Database) {
  const { account, accountsCenter } = db.tables(membershipTables);
  const member = {
    id: account.id,
    app: account.app,
    centerId: account.centerId,
    linkedAt: account.linkedAt,
    state: account.state,
    stateVersion: account.stateVersion,
  };

  return {
    /** Ids come from outside: what no database keeps is nobody's. */
    async members(accountIds: readonly string[], reader: Reader = db.read): Promise<Member[]> {
      const ids = accountIds.filter((id) => storable(id) === id);
      return reader.select(member).from(account).where(inArray(account.id, ids));
    },

    /** The accounts of these centers, of each the first one first. */
    async membersOfCenters(centerIds: readonly string[], reader: Reader = db.read): Promise<Member[]> {
      return reader
        .select(member)
        .from(account)
        .where(inArray(account.centerId, [...centerIds]))
        .orderBy(asc(account.joinedAt), asc(account.id));
    },

    async addCenter(tx: Writer, id: string, at: Date): Promise<void> {
      await tx.insert(accountsCenter).values({ id, createdAt: at, version: 1 });
    },

    async addAccount(tx: Writer, added: Omit<Member, 'linkedAt'> & { readonly at: Date }): Promise<void> {
      const { at, ...row } = added;
      await tx.insert(account).values({ ...row, joinedAt: at, createdAt: at });
    },

    /** @returns false when this or something later is known, or there is no such account */
    async setState(tx: Writer, accountId: string, { state, stateVersion }: StateNews): Promise<boolean> {
      const changed = await tx
        .update(account)
        .set({ state, stateVersion })
        .where(and(eq(account.id, accountId), lt(account.stateVersion, stateVersion)))
        .returning({ id: account.id });
      return changed.length > 0;
    },

    /** @returns whether the account was in `from`, and so is in `to` now */
    async moveAccount(tx: Writer, move: { accountId: string; from: string; to: string; at: Date }): Promise<boolean> {
      const moved = await tx
        .update(account)
        .set({ centerId: move.to, joinedAt: move.at, linkedAt: null })
        .where(and(eq(account.id, move.accountId), eq(account.centerId, move.from)))
        .returning({ id: account.id });
      return moved.length > 0;
    },

    async markLinked(tx: Writer, centerId: string, at: Date): Promise<void> {
      await tx
        .update(account)
        .set({ linkedAt: at })
        .where(and(eq(account.centerId, centerId), isNull(account.linkedAt)));
    },

    async markAlone(tx: Writer, accountId: string): Promise<void> {
      await tx.update(account).set({ linkedAt: null }).where(eq(account.id, accountId));
    },

    async countChange(tx: Writer, centerId: string): Promise<void> {
      await tx
        .update(accountsCenter)
        .set({ version: sql`${accountsCenter.version} + 1` })
        .where(eq(accountsCenter.id, centerId));
    },

    async removeCenter(tx: Writer, centerId: string): Promise<void> {
      await tx.delete(accountsCenter).where(eq(accountsCenter.id, centerId));
    },
  };
}
