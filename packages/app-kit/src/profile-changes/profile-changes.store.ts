import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, desc, eq, gt, isNotNull } from 'drizzle-orm';
import type { ProfileField, ProfileRefusal } from '../users/profile-refusal.ts';
import type { ProfileValues } from '../users/user.ts';
import type { DecidedState } from './profile-change.ts';
import { profileChangesTables } from './profile-changes.table.ts';

export interface ProfileChangeRow {
  readonly key: string;
  readonly bodyHash: string | null;
  readonly userId: string | null;
  readonly username: string | null;
  readonly displayName: string | null;
  readonly photoId: string | null;
  readonly removesPhoto: boolean;
  readonly state: DecidedState;
  readonly refusals: readonly ProfileRefusal[];
  readonly createdAt: Date;
}

/** New values as a row has them. */
export function rowOf({
  username,
  displayName,
  photoId,
}: ProfileValues): Pick<ProfileChangeRow, keyof ProfileValues | 'removesPhoto'> {
  return {
    username: username ?? null,
    displayName: displayName ?? null,
    photoId: photoId ?? null,
    removesPhoto: photoId === null,
  };
}

/** The new values of a row. */
export function valuesOf({ username, displayName, photoId, removesPhoto }: ProfileChangeRow): ProfileValues {
  return {
    ...(username !== null && { username }),
    ...(displayName !== null && { displayName }),
    ...((photoId !== null || removesPhoto) && { photoId }),
  };
}

/** What a value of a profile was until it was changed. */
export interface FormerValue {
  readonly id: string;
  readonly userId: string;
  readonly field: ProfileField;
  readonly formerValue: string | null;
  readonly changedAt: Date;
}

export interface ProfileChangesStore {
  find(reader: Reader, key: string): Promise<ProfileChangeRow | undefined>;
  add(tx: Writer, row: ProfileChangeRow): Promise<void>;
  decide(tx: Writer, key: string, state: DecidedState): Promise<void>;
  remember(tx: Writer, values: readonly FormerValue[]): Promise<void>;
  /** When a value was changed, or was prepared to be, after an instant; the latest first. */
  changesOf(reader: Reader, userId: string, field: 'USERNAME' | 'DISPLAY_NAME', after: Date): Promise<Date[]>;
}

export function createProfileChangesStore(db: Database): ProfileChangesStore {
  const { profileChange, profileHistory } = db.tables(profileChangesTables);
  const columns = { USERNAME: profileChange.username, DISPLAY_NAME: profileChange.displayName };
  return {
    find: async (reader, key) => {
      const [row] = await reader.select().from(profileChange).where(eq(profileChange.key, key));
      return (
        row && {
          ...row,
          refusals: row.refusals.map(({ until, ...rest }) => ({
            ...rest,
            until: until === null ? null : new Date(until),
          })),
        }
      );
    },
    add: async (tx, row) => {
      const refusals = row.refusals.map((refusal) => ({ ...refusal, until: refusal.until?.toISOString() ?? null }));
      // A row of the same key that came in between fails the transaction on PostgreSQL, which then runs again and sees it.
      await tx
        .insert(profileChange)
        .values({ ...row, refusals })
        .onConflictDoNothing();
    },
    decide: async (tx, key, state) => {
      await tx.update(profileChange).set({ state }).where(eq(profileChange.key, key));
    },
    remember: async (tx, values) => {
      if (values.length > 0) await tx.insert(profileHistory).values([...values]);
    },
    changesOf: async (reader, userId, field, after) => {
      const isPrepared = and(
        eq(profileChange.userId, userId),
        eq(profileChange.state, 'PREPARED'),
        isNotNull(columns[field]),
      );
      const prepared = await reader.select({ at: profileChange.createdAt }).from(profileChange).where(isPrepared);
      const isRecent = and(
        eq(profileHistory.userId, userId),
        eq(profileHistory.field, field),
        gt(profileHistory.changedAt, after),
      );
      const done = await reader
        .select({ at: profileHistory.changedAt })
        .from(profileHistory)
        .where(isRecent)
        .orderBy(desc(profileHistory.changedAt));
      return [...prepared, ...done].map(({ at }) => at).sort((a, b) => b.getTime() - a.getTime());
    },
  };
}
