import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, desc, eq, gt, isNotNull } from 'drizzle-orm';
import type { ProfileField } from '../users/profile-refusal.ts';
import type { ProfileValues } from '../users/user.ts';
import type { DecidedState, FieldVersion } from './profile-change.ts';
import { profileChangesTables } from './profile-changes.table.ts';

export interface ProfileChangeRow {
  readonly key: string;
  readonly userId: string;
  readonly username: string | null;
  readonly displayName: string | null;
  readonly photoId: string | null;
  readonly removesPhoto: boolean;
  readonly versions: readonly FieldVersion[];
  readonly state: DecidedState;
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

/** A value that a profile has or had, or that lost to a newer one. */
export interface VersionedValue {
  readonly id: string;
  readonly userId: string;
  readonly field: ProfileField;
  readonly value: string | null;
  readonly version: number;
  readonly changedAt: Date;
}

export interface ProfileChangesStore {
  find(reader: Reader, key: string): Promise<ProfileChangeRow | undefined>;
  add(tx: Writer, row: ProfileChangeRow): Promise<void>;
  decide(tx: Writer, key: string, state: DecidedState): Promise<void>;
  remember(tx: Writer, value: VersionedValue): Promise<void>;
  /** The version of the value in effect; undefined as long as it is the one that the account began with. */
  versionOf(reader: Reader, userId: string, field: ProfileField): Promise<number | undefined>;
  /** When a value was changed, or was prepared to be, after an instant; the latest first. */
  changesOf(reader: Reader, userId: string, field: 'USERNAME' | 'DISPLAY_NAME', after: Date): Promise<Date[]>;
}

export function createProfileChangesStore(db: Database): ProfileChangesStore {
  const { profileChange, profileHistory } = db.tables(profileChangesTables);
  const columns = { USERNAME: profileChange.username, DISPLAY_NAME: profileChange.displayName };
  const isOf = (userId: string, field: ProfileField) =>
    and(eq(profileHistory.userId, userId), eq(profileHistory.field, field));
  return {
    find: async (reader, key) => {
      const [row] = await reader.select().from(profileChange).where(eq(profileChange.key, key));
      return row;
    },
    add: async (tx, row) => {
      await tx.insert(profileChange).values({ ...row, versions: [...row.versions] });
    },
    decide: async (tx, key, state) => {
      await tx.update(profileChange).set({ state }).where(eq(profileChange.key, key));
    },
    remember: async (tx, value) => {
      await tx.insert(profileHistory).values(value);
    },
    versionOf: async (reader, userId, field) => {
      const newest = reader.select({ version: profileHistory.version }).from(profileHistory).where(isOf(userId, field));
      const [row] = await newest.orderBy(desc(profileHistory.version)).limit(1);
      return row?.version;
    },
    changesOf: async (reader, userId, field, after) => {
      const isPrepared = and(
        eq(profileChange.userId, userId),
        eq(profileChange.state, 'PREPARED'),
        isNotNull(columns[field]),
      );
      const prepared = await reader.select({ at: profileChange.createdAt }).from(profileChange).where(isPrepared);
      const isRecent = and(isOf(userId, field), gt(profileHistory.version, 0), gt(profileHistory.changedAt, after));
      const done = await reader
        .select({ at: profileHistory.changedAt })
        .from(profileHistory)
        .where(isRecent)
        .orderBy(desc(profileHistory.changedAt));
      return [...prepared, ...done].map(({ at }) => at).sort((a, b) => b.getTime() - a.getTime());
    },
  };
}
