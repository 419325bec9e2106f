import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { stateFile } from './state.mjs';

const BEAT_MS = 2_000;
const STALE_AFTER_MS = 20_000;
const POLL_MS = 200;

/**
 * Runs `work` while no other process does: a second setup in the same folder waits for the first. The lock of a process
 * that died is taken over: by its process id, or, as ids come again, because its file is no longer touched.
 * @template T
 * @param {() => T | Promise<T>} work
 * @param {string} [lock] the lock's file
 * @returns {Promise<T>}
 */
export async function withLock(work, lock = stateFile('lock')) {
  let hasSaid = false;
  while (!take(lock)) {
    const holder = deadHolder(lock);
    if (holder !== undefined) removeStale(lock, holder);
    else {
      if (!hasSaid) process.stdout.write('Waiting for another setup in this folder…\n');
      hasSaid = true;
      await sleep(POLL_MS);
    }
  }
  const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(lock, { force: true });
  }
}

// A link appears with its content or not at all, and fails when there is one.
function take(lock) {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

// The process that holds the lock, if it died or hangs.
function deadHolder(lock) {
  try {
    const pid = readFileSync(lock, 'utf8');
    return Date.now() - statSync(lock).mtimeMs > STALE_AFTER_MS || !isAlive(Number(pid)) ? pid : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

// Moved away before it is deleted: of two processes that find it stale, one moves it. Should the other come so late that
// it moves the lock which was taken since, it puts that back.
function removeStale(lock, holder) {
  const away = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, away);
    if (readFileSync(away, 'utf8') !== holder) linkSync(away, lock);
    rmSync(away, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
