import { copyFileSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diskPath, filesOf } from '@accounts-center/app-kit/seeding';
import type { Picture } from './picture.ts';

/** Puts pictures of the pool where an app keeps its media. */
export type PutOnShelf = (mediaId: string, picture: Picture) => void;

/**
 * Media of a disk storage that share the bytes of a pool: each has its files under its own names, so that an app may
 * remove one and leaves the others alone.
 * @param root the storage's folder, on the same file system as the pool
 */
export function createPhotoShelf(root: string): PutOnShelf {
  return (id, picture) => {
    const { folder, mainFile } = picture;
    const shelf = dirname(diskPath(root, { id, file: mainFile }));
    makeFolder(shelf);
    for (const file of filesOf(picture)) link(join(folder, file), join(shelf, file));
  };
}

// Most often its parents are there.
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    mkdirSync(path, { recursive: true });
  }
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EMLINK') throw error;
    // A file has some 65,000 names at most: the next ones are of a copy, in its place.
    const copy = `${from}.${process.pid}`;
    copyFileSync(from, copy);
    renameSync(copy, from);
    linkSync(from, to);
  }
}
