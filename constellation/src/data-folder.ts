import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@accounts-center/subgraph-kit';

const LOOK_EVERY_MS = 1_000;

/** A data folder that this process alone works in. */
export interface ClaimedFolder {
  /** Aborted, with a reason in plain words, when somebody removes the folder meanwhile: whatever is done then is lost. */
  readonly lost: AbortSignal;
  /** Leaves it to others. */
  release(): void;
}

/**
 * Claims a data folder: two constellations in one would share databases, but not the keys in their memory.
 * @throws ConfigError when another process that runs has it
 */
export function claimDataFolder(folder: string): ClaimedFolder {
  const file = join(folder, 'in-use-by.pid');
  const other = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  if (other !== undefined && other !== process.pid && isRunning(other))
    throw new ConfigError([
      `DATA_DIR: ${folder} is in use by process ${other}; end that one, or set DATA_DIR to another folder`,
    ]);
  writeFileSync(file, String(process.pid));
  const lost = new AbortController();
  const timer = setInterval(() => {
    if (!existsSync(file))
      lost.abort(`${folder} was removed meanwhile. What is done from now on would be lost: start anew.`);
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    lost: lost.signal,
    release: () => {
      clearInterval(timer);
      rmSync(file, { force: true });
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
