import { createLoader, isId } from '@accounts-center/subgraph-kit';
import type { Addresses } from './address.ts';
import type { Importer } from './intake/importer.ts';
import type { MediaStore } from './media.store.ts';
import type { MediaSweep } from './media.sweep.ts';
import type { Media } from './media.ts';

/** What the app's other slices may do with files. */
export function createMediaService(parts: {
  store: MediaStore;
  addresses: Addresses;
  importer: Importer;
  sweep: MediaSweep;
  /** Of media ids, `fbm`. */
  idPrefix: string;
}): Media {
  const { store, addresses, importer, sweep, idPrefix } = parts;
  return {
    factsOf: async (ownerId, ids) => {
      const found = await store.findAll(ids.filter((id) => isId(id, idPrefix)));
      return ids.map((id) => {
        const media = found.get(id);
        return media?.ownerId === ownerId ? media : undefined;
      });
    },
    attach: async (tx, { ownerId, ids, access }) => {
      if (ids.length === 0) return 'ok';
      const free = await store.findFree(tx, ownerId, ids);
      if (free.length < ids.length) return 'not-found';
      await store.attach(tx, ids, access);
      return 'ok';
    },
    detach: async (tx, ids) => {
      for (const id of await store.detach(tx, ids)) await sweep.schedule(tx, id);
    },
    remove: sweep.hide,
    restrict: store.restrict,
    importFrom: importer.importFrom,
    urlOf: addresses.of,
    loader: () => createLoader(store.findAll),
  };
}
