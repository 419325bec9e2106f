import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@accounts-center/subgraph-kit';

const OLD_MS = 60 * 60_000;

/** The process that made a folder stands in its name. */
const PREFIX = 'accounts-center-upload-';
const NAME = new RegExp(`^${PREFIX}(\\d+)-\\w+$`);

/** Lends a folder of its own to some work, and removes it with all that is inside, however the work ends. */
export async function withTemporaryFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes the folders that killed processes left: those lent here, which belong to our user, are an hour old, and were made
 * by a process that is no more.
 * @param parent may be one that everybody writes to
 * @param uid our user's
 */
export async function removeLeftFolders(parent: string, uid = process.getuid?.()): Promise<void> {
  // Of the machine that dates the folders.
  const nowMs = systemClock.now().getTime();
  for (const name of await readdir(parent)) {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined) continue;
    const path = join(parent, name);
    // Of a link, what it is itself, not what it leads to.
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined || !found.isDirectory() || (uid !== undefined && found.uid !== uid)) continue;
    const isOld = found.mtimeMs < nowMs - OLD_MS;
    if (isOld && !isInUse(Number(pid), nowMs - found.mtimeMs)) await rm(path, { recursive: true, force: true });
  }
}

function isInUse(pid: number, ageMs: number): boolean {
  // In a container every process may have the number that the one before had.
  if (pid === process.pid) return ageMs <= process.uptime() * 1000;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
