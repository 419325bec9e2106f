import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Lends a folder of its own to some work, and removes it with all that is inside, however the work ends. */
export async function withTemporaryFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(parent, 'accounts-center-media-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
