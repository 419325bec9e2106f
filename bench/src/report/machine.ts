import { cpus, totalmem } from 'node:os';
import { machineTicks, ticksOf } from '../measure/proc.ts';

/** Less than this many busy cores is what a machine does for itself. */
const QUIET = 0.1;

/**
 * Begins to watch the machine.
 * @returns says where and when it was, and how much others had to do there meanwhile, once all own children have ended
 */
export function watchMachine(): () => string {
  const before = { machine: machineTicks(), own: ticksOf('self') };
  return () => {
    const now = { machine: machineTicks(), own: ticksOf('self') };
    const total = now.machine.total - before.machine.total;
    const others = now.machine.busy - before.machine.busy - (now.own - before.own);
    return `${describe()} ${company((others / total) * cpus().length)}`;
  };
}

function describe(): string {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date} with Node ${process.version} on ${cpus().length} cores (${processor?.model ?? 'unknown'}) and ${memory}.`;
}

function company(busyCores: number): string {
  if (busyCores < QUIET) return 'Nothing else ran on the machine.';
  return `**The machine was shared: others kept ${busyCores.toFixed(1)} of its cores busy meanwhile.**`;
}
