import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { profileTables } from './profile.table.ts';
import {
  type ChangeState,
  type ChangeWithParts,
  isOpenPart,
  type Participant,
  type ParticipantState,
  type ProblemRow,
  type ProfileChange,
  type ProfileProblem,
} from './profile-change.ts';

export type ProfileChangeStore = ReturnType<typeof createProfileChangeStore>;

/** Reads and writes profile changes. Inside a write, pass its transaction as the reader. */
export function createProfileChangeStore(db: Database) {
  const { profileChange, profileChangePart } = db.tables(profileTables);

  async function partsOf(changeId: string, reader: Reader): Promise<Participant[]> {
    const isIts = eq(profileChangePart.changeId, changeId);
    return reader.select().from(profileChangePart).where(isIts).orderBy(asc(profileChangePart.position));
  }

  return {
    async add(tx: Writer, { change, parts }: ChangeWithParts): Promise<void> {
      await tx.insert(profileChange).values({ ...change, problems: toRows(change.problems) });
      await tx.insert(profileChangePart).values(parts.map((part) => ({ ...part, heldAccountId: heldBy(part) })));
    },

    /** @throws when there is no such change: none is deleted while anything refers to it */
    async get(id: string, reader: Reader = db.read): Promise<ChangeWithParts> {
      const [change] = await reader.select().from(profileChange).where(eq(profileChange.id, id));
      if (change === undefined) throw new Error(`there is no profile change ${id}`);
      return { change: { ...change, problems: fromRows(change.problems) }, parts: await partsOf(id, reader) };
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
    async transition(
      tx: Writer,
      id: string,
      from: ChangeState,
      to: { state: ChangeState } & Partial<Pick<ProfileChange, 'values' | 'decidedAt' | 'problems'>>,
    ): Promise<boolean> {
      const isThere = and(eq(profileChange.id, id), eq(profileChange.state, from));
      const { problems, ...columns } = to;
      const set = { ...columns, ...(problems !== undefined && { problems: toRows(problems) }) };
      const moved = await tx.update(profileChange).set(set).where(isThere).returning({ id: profileChange.id });
      return moved.length > 0;
    },

    /** Deletes the aborted changes that were begun at an instant and before, with their parts. */
    removeAborted(until: Date): Promise<void> {
      const { id, createdAt: at, state } = profileChange;
      return sweepUntil(db, until, { table: profileChange, key: [id], at, only: eq(state, 'ABORTED') });
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

function toRows(problems: readonly ProfileProblem[] | null): ProblemRow[] | null {
  if (problems === null) return null;
  return problems.map(({ until, ...problem }) =>
    until === undefined ? problem : { ...problem, until: until === null ? null : until.toISOString() },
  );
}

function fromRows(rows: readonly ProblemRow[] | null): ProfileProblem[] | null {
  if (rows === null) return null;
  return rows.map(({ until, ...row }) =>
    until === undefined ? row : { ...row, until: until === null ? null : new Date(until) },
  );
}

function heldBy(part: Participant): string | null {
  return isOpenPart(part) ? part.accountId : null;
}
