// Figures of processes as Linux gives them; benchmarks run there.
import { readdirSync, readFileSync } from 'node:fs';

const PAGE_BYTES = 4_096;

/** What all processes have used of all cores so far, in ticks. */
export function machineTicks(): { readonly busy: number; readonly total: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = line.split(/\s+/).slice(1, 9).map(Number);
  const total = ticks.reduce((sum, tick) => sum + tick, 0);
  return { total, busy: total - (ticks[3] ?? 0) - (ticks[4] ?? 0) };
}

/** What a process, and its children that have ended, have used so far, in ticks. */
export function ticksOf(pid: number | 'self'): number {
  return fieldsOf(pid)
    .slice(11, 15)
    .reduce((sum, field) => sum + Number(field), 0);
}

/** A process that runs. */
export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
  /** In memory. */
  readonly residentBytes: number;
}

/** A process and all that it has started, directly or not. */
export function processTree(root: number): RunningProcess[] {
  const parents = new Map(runningPids().map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 0 && (pid === root || isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow).flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
      return [{ pid, command, residentBytes: pages * PAGE_BYTES }];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

function runningPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(fieldsOf(pid)[1]);
  } catch {
    return undefined;
  }
}

/** The fields behind the command, which may hold spaces: state, parent … */
function fieldsOf(pid: number | 'self'): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
