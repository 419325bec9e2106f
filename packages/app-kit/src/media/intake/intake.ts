import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '@accounts-center/db';
import type { Clock, Ids } from '@accounts-center/subgraph-kit';
import { filesOf } from '../files.ts';
import type { MediaStore, NewMedia } from '../media.store.ts';
import type { MediaSweep } from '../media.sweep.ts';
import type { MediaFacts } from '../media.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { MediaStorage } from '../storage/media-storage.ts';
import type { Uploads } from '../uploads/uploads.service.ts';
import type { EncodeInTurn } from './encode-in-turn.ts';
import { measure } from './measure.ts';
import type { ReceivedFile } from './receive.ts';

/** Whose file it is, what is said of it beside its bytes, and which way it came. */
export interface Provenance {
  readonly ownerId: string;
  readonly altText: string | null;
  /** An upload is in a slot. Of a sister's files only one is kept under a key. */
  readonly from: { readonly slotId: string } | { readonly importKey: string };
}

export type Kept = { readonly ok: true; readonly media: Omit<MediaFacts, 'access'> } | Refusal;

/** The one way into the storage, for people's files and for those of sister apps. */
export interface Intake {
  /**
   * Encodes a file that has arrived anew, stores it and makes it visible.
   * @param folder a temporary one, which the caller removes
   * @returns the file, or the one that is kept already under the same import key
   */
  keep(file: ReceivedFile, folder: string, provenance: Provenance): Promise<Kept>;
}

export interface IntakeParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Of media ids, `fbm`. */
  readonly idPrefix: string;
  readonly store: MediaStore;
  readonly storage: MediaStorage;
  readonly sweep: MediaSweep;
  readonly uploads: Uploads;
  readonly encode: EncodeInTurn;
}

export function createIntake(parts: IntakeParts): Intake {
  const { db, clock, ids, idPrefix, store, storage, sweep, uploads, encode } = parts;

  /** Whether it was noted; an upload that has lost its slot is not. */
  async function begin(media: NewMedia, slotId: string | undefined): Promise<boolean> {
    return await db.write(
      async (tx) => {
        if (slotId !== undefined && !(await uploads.finish(tx, slotId))) return false;
        await store.begin(tx, media);
        await sweep.schedule(tx, media.id);
        return true;
      },
      { name: 'begin media' },
    );
  }

  /** Whether it became visible; else another one was quicker under its import key, and this one is given up. */
  async function complete(id: string, importKey: string | undefined): Promise<boolean> {
    return await db.write(
      async (tx) => {
        const isFirst = await store.complete(tx, id, importKey);
        if (!isFirst) await sweep.hide(tx, [id]);
        return isFirst;
      },
      { name: 'complete media' },
    );
  }

  return {
    keep: async (file, folder, { from, ...said }) => {
      const { slotId, importKey } = { slotId: undefined, importKey: undefined, ...from };
      const lane = importKey === undefined ? 'UPLOADS' : 'IMPORTS';
      const encoded = await encode({ lane, ownerId: said.ownerId, file, folder });
      if (!encoded.ok) return encoded;
      const { ok: _ok, ...facts } = encoded;
      const media = {
        id: ids.next(idPrefix),
        createdAt: clock.now(),
        ...said,
        ...facts,
        ...(await measure(join(folder, facts.mainFile))),
      };
      if (!(await begin(media, slotId))) return refusal('TIME_OUT');
      for (const name of filesOf(media))
        await storage.put({ id: media.id, file: name }, createReadStream(join(folder, name)));
      if (await complete(media.id, importKey)) return { ok: true, media };
      const first = importKey === undefined ? undefined : await store.findImported(importKey);
      if (first === undefined) throw new Error('The file kept under the same key is gone again.');
      return { ok: true, media: first };
    },
  };
}
