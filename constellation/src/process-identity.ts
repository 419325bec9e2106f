import { readFileSync } from 'node:fs';

/** Fields of `/proc/<pid>/stat`, counted from behind the name of the program, which may hold anything. */
const STATE = 0;
const STARTED_AT = 19;

/**
 * What tells this process from all others, also from one that gets its id later: the id and, where `/proc` tells it, when the
 * process was started.
 */
export function thisProcess(): string {
  const startedAt = statOf(process.pid)?.[STARTED_AT];
  return startedAt === undefined ? String(process.pid) : `${process.pid} ${startedAt}`;
}

/** @param identity as {@link thisProcess} has told it in the process that is meant */
export function isRunning(identity: string): boolean {
  const [id, startedAt] = identity.split(' ');
  const pid = Number(id);
  if (!Number.isInteger(pid) || pid <= 0 || !hasId(pid)) return false;
  // Without more than the id it can't be this one: that has only just come.
  if (startedAt === undefined) return pid !== process.pid;
  const stat = statOf(pid);
  // A zombie has ended, though nobody has asked how.
  return stat?.[STARTED_AT] === startedAt && stat[STATE] !== 'Z';
}

function hasId(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It is there, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `undefined` where the system has no `/proc`, or no such process. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
