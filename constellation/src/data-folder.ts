import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@accounts-center/subgraph-kit';
import { isRunning, thisProcess } from './process-identity.ts';

const LOOK_EVERY_MS = 1_000;

/** For its owner alone: databases hold mail addresses and hashes of passwords. */
const PRIVATE = 0o700;
/** On folders that are meant for everybody, such as /tmp. */
const STICKY = 0o1000;

/** A data folder that this process alone works in, until it exits. */
export interface ClaimedFolder {
  /** Aborted, with a reason in plain words, when somebody removes the folder meanwhile: whatever is done then is lost. */
  readonly lost: AbortSignal;
  /** Leaves it to others before that. */
  release(): void;
}

/**
 * Claims a data folder, and makes it where it is not there: two constellations in one would share databases, but not the keys in
 * their memory; and seeds are for empty databases that nobody serves. Whom it belongs to is looked up on this machine alone.
 * Other users of the machine get no way into it.
 * @throws ConfigError when another process that runs has it
 */
export function claimDataFolder(folder: string): ClaimedFolder {
  const file = join(folder, 'in-use-by.pid');
  const own = thisProcess();
  mkdirSync(folder, { recursive: true, mode: PRIVATE });
  closeToOthers(folder);
  const holder = claim(file, own);
  if (holder !== undefined)
    throw new ConfigError([
      `${folder} is in use by process ${Number.parseInt(holder, 10)}; end that one, or take another folder: DATA_DIR, or --data-dir of npm run seed`,
    ]);
  const lost = new AbortController();
  const timer = setInterval(() => {
    if (read(file) !== own)
      lost.abort(`${folder} was removed meanwhile. What is done from now on would be lost: start anew.`);
  }, LOOK_EVERY_MS);
  timer.unref();
  const release = (): void => {
    clearInterval(timer);
    process.off('exit', release);
    if (read(file) === own) rmSync(file, { force: true });
  };
  process.once('exit', release);
  return { lost: lost.signal, release };
}

/** A folder that was there before may be open; what belongs to somebody else, or to all, is left as it is. */
function closeToOthers(folder: string): void {
  const { uid, mode } = statSync(folder);
  if (uid === process.getuid?.() && (mode & STICKY) === 0) chmodSync(folder, PRIVATE);
}

/** @returns the running process that has it, or is about to; `undefined` when it is claimed now */
function claim(file: string, own: string): string | undefined {
  while (!take(file, own)) {
    const holder = read(file);
    if (holder === undefined) continue;
    if (isRunning(holder)) return holder;
    const remover = removeStale(file, holder, own);
    if (remover !== undefined) return remover;
  }
  return undefined;
}

/**
 * Only who has claimed the removal removes, so that what is removed is still what was found to be stale.
 * @returns the running process that is removing it; `undefined` when it is gone
 */
function removeStale(file: string, holder: string, own: string): string | undefined {
  const removal = `${file}.stale`;
  const remover = claim(removal, own);
  if (remover !== undefined) return remover;
  if (read(file) === holder) rmSync(file);
  rmSync(removal);
  return undefined;
}

/** A link appears with its content or not at all, and fails when there is one: of processes that try at once, one succeeds. */
function take(file: string, own: string): boolean {
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, own);
  try {
    linkSync(whole, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(whole, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
