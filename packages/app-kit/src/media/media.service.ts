import type { Database, Writer } from '@accounts-center/db';
import { createLoader, isId } from '@accounts-center/subgraph-kit';
import type { Addresses } from './address.ts';
import type { Importer } from './intake/importer.ts';
import type { MediaStore } from './media.store.ts';
import type { MediaSweep } from './media.sweep.ts';
import type { Media, MediaFacts, MediaUse } from './media.ts';

/** What the app's other slices may do with files. */
export function createMediaService(parts: {
  db: Database;
  store: MediaStore;
  addresses: Addresses;
  importer: Importer;
  sweep: MediaSweep;
  /** Of media ids, `fbm`. */
  idPrefix: string;
}): Media {
  const { db, store, addresses, importer, sweep, idPrefix } = parts;

  async function factsOf(ownerId: string, ids: readonly string[]): Promise<(MediaFacts | undefined)[]> {
    const found = await store.findAll(ids.filter((id) => isId(id, idPrefix)));
    return ids.map((id) => {
      const media = found.get(id);
      return media?.ownerId === ownerId ? media : undefined;
    });
  }

  /** Ends a use; returns the files that nothing uses any more. */
  async function release(tx: Writer, use: MediaUse): Promise<string[]> {
    const ids = await store.unuse(tx, use);
    const users = await store.usersOf(tx, ids);
    const shown = await store.findShown(tx, ids);
    await store.setAccess(
      tx,
      ids.filter((id) => !shown.has(id)),
      'RESTRICTED',
    );
    return ids.filter((id) => !users.has(id));
  }

  return {
    factsOf,
    free: async (ownerId, ids) => {
      const facts = await factsOf(ownerId, ids);
      const known = facts.flatMap((file) => (file === undefined ? [] : [file.id]));
      const shown = await store.findShown(db.read, known);
      return facts.map((file, index) =>
        file !== undefined && !shown.has(file.id) && ids.indexOf(file.id) === index ? file : undefined,
      );
    },
    attach: async (tx, use, { ownerId, ids, access }) => {
      if (ids.length === 0) return 'ok';
      const owned = await store.findOwned(tx, ownerId, ids);
      const shown = await store.findShown(tx, ids);
      if (owned.length < ids.length || shown.size > 0) return 'not-found';
      await store.use(tx, use, ids);
      await store.setAccess(tx, ids, access);
      return 'ok';
    },
    missing: async (tx, ownerId, ids) => {
      const wellFormed = ids.filter((id) => isId(id, idPrefix));
      const owned = new Set(await store.findOwned(tx, ownerId, wellFormed));
      return ids.filter((id) => !owned.has(id));
    },
    isUsedBy: store.isUsedBy,
    keep: async (tx, use, ids, access) => {
      await store.use(tx, use, ids);
      if (access !== undefined) await store.setAccess(tx, ids, access);
    },
    release: async (tx, use) => {
      for (const id of await release(tx, use)) await sweep.schedule(tx, id);
    },
    remove: async (tx, use) => sweep.hide(tx, await release(tx, use)),
    restrict: store.restrict,
    importFrom: importer.importFrom,
    urlOf: addresses.of,
    loader: () => createLoader(store.findAll),
  };
}
