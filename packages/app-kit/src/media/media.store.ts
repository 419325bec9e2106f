import { type Database, isUniqueViolation, type Reader, type Writer } from '@accounts-center/db';
import { and, eq, inArray, ne, notExists, notInArray } from 'drizzle-orm';
import { mediaTables } from './media.table.ts';
import type { MediaAccess, MediaFacts, MediaUse, MediaUser } from './media.ts';

const SHOWING: readonly MediaUser[] = ['POST', 'PROFILE', 'CHANGE'];

/** A file that is there, as its rows tell: what others may know of it, and the hash of its bytes at full size. */
export interface StoredMedia extends MediaFacts {
  readonly contentHash: string;
}

/** A file about to be stored. */
export type NewMedia = Omit<StoredMedia, 'access'> & { readonly createdAt: Date };

export type MediaStore = ReturnType<typeof createMediaStore>;

/** The media of one app. To all reads an INCOMPLETE file is not there. */
export function createMediaStore(db: Database) {
  return { ...reads(db), ...lifeOf(db), ...uses(db) };
}

function reads(db: Database) {
  const { media } = db.tables(mediaTables);
  const isComplete = ne(media.state, 'INCOMPLETE');

  function toMedia(row: typeof media.$inferSelect): StoredMedia {
    const { state: _state, importKey: _importKey, createdAt: _createdAt, ...facts } = row;
    return facts;
  }

  return {
    async find(id: string): Promise<StoredMedia | undefined> {
      const [row] = await db.read
        .select()
        .from(media)
        .where(and(eq(media.id, id), isComplete));
      return row && toMedia(row);
    },

    async findAll(ids: readonly string[]): Promise<ReadonlyMap<string, StoredMedia>> {
      if (ids.length === 0) return new Map();
      const isWanted = and(inArray(media.id, [...ids]), isComplete);
      const rows = await db.read.select().from(media).where(isWanted);
      return new Map(rows.map((row) => [row.id, toMedia(row)]));
    },

    async findImported(importKey: string): Promise<StoredMedia | undefined> {
      const isWanted = and(eq(media.importKey, importKey), isComplete);
      const [row] = await db.read.select().from(media).where(isWanted);
      return row && toMedia(row);
    },
  };
}

/** How files come and go. */
function lifeOf(db: Database) {
  const { media } = db.tables(mediaTables);
  const hidden = { state: 'INCOMPLETE', importKey: null } as const;

  return {
    /** Notes a file before its bytes are stored, so that nothing is ever stored that no row knows of. */
    async begin(tx: Writer, added: NewMedia): Promise<void> {
      await tx.insert(media).values({ ...added, state: 'INCOMPLETE', access: 'RESTRICTED' });
    },

    /** Makes a stored file visible; false when another one was imported under this key meanwhile. */
    async complete(tx: Writer, id: string, importKey?: string): Promise<boolean> {
      const change = { state: 'COMPLETE', importKey: importKey ?? null } as const;
      try {
        await tx.savepoint(async () => {
          await tx.update(media).set(change).where(eq(media.id, id));
        });
        return true;
      } catch (error) {
        if (isUniqueViolation(error)) return false;
        throw error;
      }
    },

    /** Hides files for good, ahead of the removal of their bytes; returns which there were. */
    async hide(tx: Writer, ids: readonly string[]): Promise<string[]> {
      const isMeant = inArray(media.id, [...ids]);
      const rows = await tx.update(media).set(hidden).where(isMeant).returning({ id: media.id });
      return rows.map(({ id }) => id);
    },

    /** Hides a file unless something uses it; undefined when something does, or when it is gone. */
    async hideUnused(tx: Writer, id: string): Promise<Pick<MediaFacts, 'kind' | 'mainFile'> | undefined> {
      const isGivenUp = and(eq(media.id, id), isUnused(db, tx));
      const names = { kind: media.kind, mainFile: media.mainFile };
      const [row] = await tx.update(media).set(hidden).where(isGivenUp).returning(names);
      return row;
    },

    async forget(tx: Writer, id: string): Promise<void> {
      await tx.delete(media).where(eq(media.id, id));
    },
  };
}

/** Whether nothing uses the file that a row of `media` is of. */
export function isUnused(db: Database, reader: Reader) {
  const { media, mediaUse } = db.tables(mediaTables);
  return notExists(reader.select({ id: mediaUse.mediaId }).from(mediaUse).where(eq(mediaUse.mediaId, media.id)));
}

/** Who uses which file. */
function uses(db: Database) {
  const { media, mediaUse } = db.tables(mediaTables);

  async function usersOf(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, MediaUser[]>> {
    if (ids.length === 0) return new Map();
    const isMeant = inArray(mediaUse.mediaId, [...ids]);
    const rows = await reader.select({ id: mediaUse.mediaId, user: mediaUse.user }).from(mediaUse).where(isMeant);
    const users = new Map<string, MediaUser[]>();
    for (const { id, user } of rows) users.set(id, [...(users.get(id) ?? []), user]);
    return users;
  }

  return {
    /** Who uses these files; what nothing uses is left out. */
    usersOf,

    /** Those of these files that a post or profile shows, or is about to. */
    async findShown(reader: Reader, ids: readonly string[]): Promise<ReadonlySet<string>> {
      const users = await usersOf(reader, ids);
      return new Set(ids.filter((id) => users.get(id)?.some((user) => SHOWING.includes(user))));
    },

    /** The ids among these of files that this owner has. */
    async findOwned(reader: Reader, ownerId: string, ids: readonly string[]): Promise<string[]> {
      if (ids.length === 0) return [];
      const isOwned = and(inArray(media.id, [...ids]), eq(media.ownerId, ownerId), eq(media.state, 'COMPLETE'));
      const rows = await reader.select({ id: media.id }).from(media).where(isOwned);
      return rows.map(({ id }) => id);
    },

    async isUsedBy({ user, userId }: MediaUse): Promise<boolean> {
      const isMeant = and(eq(mediaUse.user, user), eq(mediaUse.userId, userId));
      return (await db.read.$count(mediaUse, isMeant)) > 0;
    },

    async use(tx: Writer, { user, userId }: MediaUse, ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      const rows = ids.map((mediaId) => ({ mediaId, user, userId }));
      await tx.insert(mediaUse).values(rows).onConflictDoNothing();
    },

    /** Ends a use; returns the files it was of. */
    async unuse(tx: Writer, { user, userId }: MediaUse): Promise<string[]> {
      const isMeant = and(eq(mediaUse.user, user), eq(mediaUse.userId, userId));
      const rows = await tx.delete(mediaUse).where(isMeant).returning({ id: mediaUse.mediaId });
      return rows.map(({ id }) => id);
    },

    async setAccess(tx: Writer, ids: readonly string[], access: MediaAccess): Promise<void> {
      if (ids.length === 0) return;
      const isMeant = inArray(media.id, [...ids]);
      await tx.update(media).set({ access }).where(isMeant);
    },

    /** Makes all files of an account restricted, but for those excepted. */
    async restrict(tx: Writer, ownerId: string, except: readonly string[]): Promise<void> {
      const isPublic = and(eq(media.ownerId, ownerId), eq(media.access, 'PUBLIC'));
      await tx
        .update(media)
        .set({ access: 'RESTRICTED' })
        .where(and(isPublic, notInArray(media.id, [...except])));
    },
  };
}
