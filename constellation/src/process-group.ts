import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process as it runs now: its id is another one after it was started again. */
export interface GroupProcess {
  readonly name: string;
  readonly pid: number | undefined;
}

/** Processes of one constellation. */
export interface ProcessGroup {
  /** Starts a TypeScript file as a process of the group. */
  start(name: string, file: string, env: NodeJS.ProcessEnv): void;
  /** All of them, in the order in which they were started. */
  processes(): readonly GroupProcess[];
  /**
   * From now on a process that ends is started again, and the others go on meanwhile. Until then its end is the end of all:
   * something is wrong with how they were started.
   */
  keep(): void;
  /**
   * Ends all of them, the one that was started last before the others. One that has not ended 10 seconds after it was told to is killed.
   * @param reason why, where that is not as it should be
   */
  stop(reason?: string): Promise<void>;
  /** Aborted as soon as they begin to end. */
  readonly stopping: AbortSignal;
  /** Resolves when all have ended: why, and undefined when they were to end. */
  readonly ended: Promise<string | undefined>;
}

export interface ProcessGroupOptions {
  /** Takes one line about a process that has ended. */
  readonly tell: (line: string) => void;
  /** How often one is started again: 10 times. */
  readonly maxRestarts?: number;
  /** How long after its end, the first time: 5 seconds, enough to see what is missing without it. Each time it is twice as long. */
  readonly firstWaitMs?: number;
  /** How long at most: a minute. */
  readonly maxWaitMs?: number;
  /** Does something later; returns how to call it off. */
  readonly later?: (waitMs: number, act: () => void) => () => void;
}

const KILL_AFTER_MS = 10_000;

interface Member {
  readonly name: string;
  child: ChildProcess;
  restarts: number;
  callOff: () => void;
}

/** A group in which one that is killed comes back, once all of them have been there. */
export function createProcessGroup(options: ProcessGroupOptions): ProcessGroup {
  const { tell, maxRestarts = 10, firstWaitMs = 5_000, maxWaitMs = 60_000, later = timer } = options;
  const members: Member[] = [];
  const stopping = new AbortController();
  let isKept = false;
  let stopped: Promise<void> | undefined;
  let resolveEnded: (reason: string | undefined) => void;
  const ended = new Promise<string | undefined>((resolve) => {
    resolveEnded = resolve;
  });

  async function stopAll(reason?: string): Promise<void> {
    stopping.abort();
    for (const { callOff } of members) callOff();
    const running = members.filter(({ child }) => child.exitCode === null && child.signalCode === null);
    const last = running.pop();
    // It calls the others, so they are there until it has answered.
    if (last) await end(last);
    await Promise.all(running.map(end));
    resolveEnded(reason);
  }

  async function end({ name, child }: Member): Promise<void> {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    const callOff = later(KILL_AFTER_MS, () => {
      tell(`${name} has not ended in ${KILL_AFTER_MS / 1000} seconds. It is killed.`);
      child.kill('SIGKILL');
    });
    await exit;
    callOff();
  }

  function stop(reason?: string): Promise<void> {
    stopped ??= stopAll(reason);
    return stopped;
  }

  function revive(member: Member, reason: string, run: () => ChildProcess): void {
    if (member.restarts === maxRestarts)
      return tell(`${reason} It was started again ${maxRestarts} times; that was the last one.`);
    const waitMs = Math.min(maxWaitMs, firstWaitMs * 2 ** member.restarts);
    member.restarts += 1;
    tell(`${reason} It is started again in ${waitMs / 1000} seconds (${member.restarts} of ${maxRestarts} times).`);
    member.callOff = later(waitMs, () => {
      member.child = run();
      tell(`${member.name} is started again, as process ${member.child.pid}.`);
    });
  }

  return {
    start: (name, file, env) => {
      const run = (): ChildProcess => {
        const child = spawn(process.execPath, ['--import', '@accounts-center/typescript', file], {
          env,
          stdio: ['ignore', 'inherit', 'inherit'],
        });
        child.once('exit', (code, signal) => {
          const reason = `${name} has ended: ${signal ?? `code ${code}`}.`;
          if (!isKept) void stop(reason);
          else if (!stopping.signal.aborted) revive(member, reason, run);
        });
        return child;
      };
      const member: Member = { name, child: run(), restarts: 0, callOff: () => undefined };
      members.push(member);
    },
    processes: () => members.map(({ name, child }) => ({ name, pid: child.pid })),
    keep: () => {
      isKept = true;
    },
    stop,
    stopping: stopping.signal,
    ended,
  };
}

function timer(waitMs: number, act: () => void): () => void {
  const timeout = setTimeout(act, waitMs);
  return () => clearTimeout(timeout);
}
