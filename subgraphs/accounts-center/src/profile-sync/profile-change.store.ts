import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, asc, eq, inArray } from 'drizzle-orm';
import {
  type ChangeState,
  type ChangeWithParts,
  isOpenPart,
  type Participant,
  type ParticipantState,
  type ProfileChange,
} from './profile-change.ts';
import { profileSyncTables } from './profile-sync.table.ts';

export type ProfileChangeStore = ReturnType<typeof createProfileChangeStore>;

/** Reads and writes profile changes. Inside a write, pass its transaction as the reader. */
export function createProfileChangeStore(db: Database) {
  const { profileChange, profileChangePart } = db.tables(profileSyncTables);

  async function partsOf(changeId: string, reader: Reader): Promise<Participant[]> {
    const isIts = eq(profileChangePart.changeId, changeId);
    return reader.select().from(profileChangePart).where(isIts).orderBy(asc(profileChangePart.position));
  }

  return {
    async add(tx: Writer, { change, parts }: ChangeWithParts): Promise<void> {
      await tx.insert(profileChange).values(change);
      await tx.insert(profileChangePart).values(parts.map((part) => ({ ...part, heldAccountId: heldBy(part) })));
    },

    /** @throws when there is no such change: changes are never deleted */
    async get(id: string, reader: Reader = db.read): Promise<ChangeWithParts> {
      const [change] = await reader.select().from(profileChange).where(eq(profileChange.id, id));
      if (change === undefined) throw new Error(`there is no profile change ${id}`);
      return { change, parts: await partsOf(id, reader) };
    },

    async part(key: string, reader: Reader = db.read): Promise<Participant | undefined> {
      const [part] = await reader.select().from(profileChangePart).where(eq(profileChangePart.key, key));
      return part;
    },

    /** The open parts of these accounts, at most one each. */
    async openPartsOf(accountIds: readonly string[], reader: Reader = db.read): Promise<Participant[]> {
      return reader
        .select()
        .from(profileChangePart)
        .where(inArray(profileChangePart.heldAccountId, [...accountIds]));
    },

    /** Takes a change from one state to another. @returns whether it was in the first */
    async moveOn(
      tx: Writer,
      id: string,
      from: ChangeState,
      to: { state: ChangeState } & Partial<Pick<ProfileChange, 'values' | 'decidedAt'>>,
    ): Promise<boolean> {
      const isThere = and(eq(profileChange.id, id), eq(profileChange.state, from));
      const moved = await tx.update(profileChange).set(to).where(isThere).returning({ id: profileChange.id });
      return moved.length > 0;
    },

    async savePart(tx: Writer, part: Participant): Promise<void> {
      const { state, changed, before } = part;
      const columns = { state, changed, before, heldAccountId: heldBy(part) };
      await tx.update(profileChangePart).set(columns).where(eq(profileChangePart.key, part.key));
    },

    /** Closes the parts that are still in a state. @returns the keys of those */
    async closeParts(
      tx: Writer,
      keys: readonly string[],
      from: ParticipantState,
      to: ParticipantState,
    ): Promise<string[]> {
      const areThere = and(inArray(profileChangePart.key, [...keys]), eq(profileChangePart.state, from));
      const close = tx.update(profileChangePart).set({ state: to, heldAccountId: null }).where(areThere);
      return (await close.returning({ key: profileChangePart.key })).map(({ key }) => key);
    },
  };
}

function heldBy(part: Participant): string | null {
  return isOpenPart(part) ? part.accountId : null;
}
