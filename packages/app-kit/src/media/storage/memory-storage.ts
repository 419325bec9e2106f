import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type MediaStorage, storageName } from './media-storage.ts';

/** Keeps files in memory; for tests. */
export function memoryStorage(): MediaStorage {
  const files = new Map<string, Buffer>();
  return {
    put: async (key, body) => {
      files.set(storageName(key), await buffer(body));
    },
    get: async (key, range) => {
      const bytes = files.get(storageName(key));
      if (bytes === undefined) return undefined;
      const part = range === undefined ? bytes : bytes.subarray(range.start, range.end + 1);
      return { body: Readable.from([part]), sizeBytes: bytes.length };
    },
    delete: async (key) => {
      files.delete(storageName(key));
    },
    close: async () => files.clear(),
  };
}
