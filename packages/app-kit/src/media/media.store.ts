import { type Database, isUniqueViolation, type Reader, type Writer } from '@accounts-center/db';
import { and, eq, inArray, ne, notInArray } from 'drizzle-orm';
import { mediaTables } from './media.table.ts';
import type { MediaAccess, MediaFacts } from './media.ts';

/** A file that is there, as its rows tell: what others may know of it, and the hash of its bytes at full size. */
export interface StoredMedia extends MediaFacts {
  readonly contentHash: string;
}

/** A file about to be stored. */
export type NewMedia = Omit<StoredMedia, 'access' | 'isAttached'> & { readonly createdAt: Date };

export type MediaStore = ReturnType<typeof createMediaStore>;

/** The media of one app. To all reads an INCOMPLETE file is not there. */
export function createMediaStore(db: Database) {
  return { ...reads(db), ...lifeOf(db), ...uses(db) };
}

function reads(db: Database) {
  const { media } = db.tables(mediaTables);
  const isComplete = ne(media.state, 'INCOMPLETE');

  function toMedia(row: typeof media.$inferSelect): StoredMedia {
    const { state, importKey: _importKey, createdAt: _createdAt, ...facts } = row;
    return { ...facts, isAttached: state === 'ATTACHED' };
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

    /** How many files of an account nothing uses. */
    countWaiting(ownerId: string): Promise<number> {
      return db.read.$count(media, and(eq(media.ownerId, ownerId), ne(media.state, 'ATTACHED')));
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
      const change = { state: 'UPLOADED', importKey: importKey ?? null } as const;
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
      const isUnused = and(eq(media.id, id), ne(media.state, 'ATTACHED'));
      const names = { kind: media.kind, mainFile: media.mainFile };
      const [row] = await tx.update(media).set(hidden).where(isUnused).returning(names);
      return row;
    },

    async forget(tx: Writer, id: string): Promise<void> {
      await tx.delete(media).where(eq(media.id, id));
    },
  };
}

/** What files are used for. */
function uses(db: Database) {
  const { media } = db.tables(mediaTables);

  return {
    /** The ids among these that are free: uploaded by this owner, used by nothing. */
    async findFree(tx: Reader, ownerId: string, ids: readonly string[]): Promise<string[]> {
      const isFree = and(inArray(media.id, [...ids]), eq(media.ownerId, ownerId), eq(media.state, 'UPLOADED'));
      const rows = await tx.select({ id: media.id }).from(media).where(isFree);
      return rows.map(({ id }) => id);
    },

    async attach(tx: Writer, ids: readonly string[], access: MediaAccess): Promise<void> {
      const isMeant = inArray(media.id, [...ids]);
      await tx.update(media).set({ state: 'ATTACHED', access }).where(isMeant);
    },

    /** Frees attached files again; returns which they were. */
    async detach(tx: Writer, ids: readonly string[]): Promise<string[]> {
      const change = { state: 'UPLOADED', access: 'RESTRICTED' } as const;
      const isAttached = and(inArray(media.id, [...ids]), eq(media.state, 'ATTACHED'));
      const rows = await tx.update(media).set(change).where(isAttached).returning({ id: media.id });
      return rows.map(({ id }) => id);
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
