import type { Database, Writer } from '@accounts-center/db';
import type { Clock, JobHandler, Outbox } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { filesOf } from './files.ts';
import type { MediaStore } from './media.store.ts';
import type { MediaStorage } from './storage/media-storage.ts';

/** The job that removes a file that nothing uses. */
export const SWEEP_JOB = 'media.sweep';

/** How long a file that nothing uses is kept, from the end of its last use or from its arrival. */
export const KEPT_UNUSED_MS = 24 * 60 * 60 * 1000;

const Payload = z.object({ mediaId: z.string() });

/** Removes the bytes of files that nothing uses. */
export interface MediaSweep {
  /** Has a file removed in 24 hours, unless something uses it then. */
  schedule(tx: Writer, id: string): Promise<void>;
  /** Hides files at once, from the commit on, and has their bytes removed. Unknown ids are passed over. */
  hide(tx: Writer, ids: readonly string[]): Promise<void>;
  /** Works off one `media.sweep`. */
  readonly job: JobHandler;
}

export function createMediaSweep(parts: {
  service: string;
  db: Database;
  clock: Clock;
  outbox: Outbox;
  store: MediaStore;
  storage: MediaStorage;
}): MediaSweep {
  const { service, db, clock, outbox, store, storage } = parts;

  async function enqueue(tx: Writer, mediaId: string, waitMs: number): Promise<void> {
    const availableAt = new Date(clock.now().getTime() + waitMs);
    await outbox.enqueue(tx, { type: SWEEP_JOB, destination: service, payload: { mediaId }, availableAt });
  }

  return {
    schedule: (tx, id) => enqueue(tx, id, KEPT_UNUSED_MS),
    hide: async (tx, ids) => {
      for (const id of await store.hide(tx, ids)) await enqueue(tx, id, 0);
    },
    job: async (payload) => {
      const { mediaId } = Payload.parse(payload);
      const unused = await db.write((tx) => store.hideUnused(tx, mediaId), { name: 'hide unused media' });
      if (unused === undefined) return 'done';
      // The row goes last: a crash before leaves it for the next attempt.
      for (const file of filesOf(unused)) await storage.delete({ id: mediaId, file });
      await db.write((tx) => store.forget(tx, mediaId), { name: 'forget media' });
      return 'done';
    },
  };
}
