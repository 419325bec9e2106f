import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type MediaStorage, type StorageKey, storageName } from './media-storage.ts';

/** The path of a file that is kept in the folder `root`. */
export function diskPath(root: string, key: StorageKey): string {
  // Two levels of 256 folders, so that none grows beyond what file systems and people like.
  const hash = createHash('sha256').update(key.id).digest('hex');
  return join(root, hash.slice(0, 2), hash.slice(2, 4), storageName(key));
}

/**
 * Keeps files in a folder, made when needed.
 * @param root its path; nobody else writes there
 */
export function diskStorage(root: string): MediaStorage {
  const pathOf = (key: StorageKey): string => diskPath(root, key);

  return {
    put: async (key, body) => {
      const path = pathOf(key);
      const unfinished = `${path}.${randomUUID()}.part`;
      const firstNewFolder = await mkdir(dirname(path), { recursive: true });
      try {
        await pipeline(body, createWriteStream(unfinished, { flags: 'wx', flush: true }));
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
      await syncFolders(dirname(path), firstNewFolder === undefined ? dirname(path) : dirname(firstNewFolder));
    },
    get: async (key, range) => {
      const file = await openIfThere(pathOf(key));
      if (file === undefined) return undefined;
      const { size } = await file.stat();
      return { body: file.createReadStream(range), sizeBytes: size };
    },
    delete: async (key) => {
      const path = pathOf(key);
      await rm(path, { force: true });
      await rmdir(dirname(path)).catch(ignore('ENOENT', 'ENOTEMPTY', 'EEXIST'));
    },
    close: async () => {},
  };
}

/** Makes names durable: those in `folder` and in its parents up to `last`. */
async function syncFolders(folder: string, last: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (folder !== last) await syncFolders(dirname(folder), last);
}

function openIfThere(path: string): Promise<FileHandle | undefined> {
  return open(path).catch(ignore('ENOENT'));
}

function ignore(...codes: readonly string[]): (error: NodeJS.ErrnoException) => undefined {
  return (error) => {
    if (error.code === undefined || !codes.includes(error.code)) throw error;
    return undefined;
  };
}
