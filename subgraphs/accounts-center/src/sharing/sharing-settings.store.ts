import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, asc, eq, inArray, lte, ne, or } from 'drizzle-orm';
import type { SharedKind, SharingChoice } from '../generated/accounts-center.ts';
import { sharingTables } from './sharing.table.ts';

/** A standing setting, in one direction. */
export interface SharingSetting {
  readonly kind: SharedKind;
  readonly fromId: string;
  readonly toId: string;
  readonly choice: SharingChoice;
}

/** What an account publishes of a kind, with the settings made before an instant; with all of them when it is null. */
export interface Standing {
  readonly fromId: string;
  readonly kind: SharedKind;
  readonly setBefore: Date | null;
}

/** Standing settings; NEVER is the absence of a row. */
export function createSharingSettingsStore(db: Database) {
  const { sharingSetting } = db.tables(sharingTables);
  const columns = {
    kind: sharingSetting.kind,
    fromId: sharingSetting.fromId,
    toId: sharingSetting.toId,
    choice: sharingSetting.choice,
  };

  return {
    async set(tx: Writer, { kind, fromId, toId, choice }: SharingSetting, at: Date): Promise<void> {
      const { fromId: from, toId: to, kind: of } = sharingSetting;
      if (choice === 'NEVER') {
        await tx.delete(sharingSetting).where(and(eq(from, fromId), eq(to, toId), eq(of, kind)));
        return;
      }
      // Set again to what it is, it goes on from when it was.
      const change = { set: { choice, setAt: at }, setWhere: ne(sharingSetting.choice, choice) };
      const row = { kind, fromId, toId, choice, setAt: at };
      await tx
        .insert(sharingSetting)
        .values(row)
        .onConflictDoUpdate({ target: [from, to, of], ...change });
    },

    /** The accounts to which everything of a kind is carried, in the order in which that was set. */
    async alwaysTargets({ fromId, kind, setBefore }: Standing, reader: Reader = db.read): Promise<string[]> {
      const { fromId: from, kind: of, choice, setAt, toId: to } = sharingSetting;
      const isInTime = setBefore === null ? undefined : lte(setAt, setBefore);
      const rows = await reader
        .select({ toId: to })
        .from(sharingSetting)
        .where(and(eq(from, fromId), eq(of, kind), eq(choice, 'ALWAYS'), isInTime))
        .orderBy(asc(setAt), asc(to));
      return rows.map((row) => row.toId);
    },

    /** What accounts publish, to wherever. */
    async settingsFrom(fromIds: readonly string[], reader: Reader = db.read): Promise<SharingSetting[]> {
      return reader
        .select(columns)
        .from(sharingSetting)
        .where(inArray(sharingSetting.fromId, [...fromIds]))
        .orderBy(asc(sharingSetting.setAt), asc(sharingSetting.toId));
    },

    /** Ends all settings between an account and others, in both directions. @returns how many there were */
    async removeBetween(tx: Writer, accountId: string, otherIds: readonly string[]): Promise<number> {
      const { fromId, toId } = sharingSetting;
      const outward = and(eq(fromId, accountId), inArray(toId, [...otherIds]));
      const inward = and(inArray(fromId, [...otherIds]), eq(toId, accountId));
      const removed = await tx.delete(sharingSetting).where(or(outward, inward)).returning({ toId });
      return removed.length;
    },
  };
}
