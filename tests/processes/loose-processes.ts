import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ProcessGroup } from '@accounts-center/constellation';

/** Processes of which each lives and ends by itself, as on machines of their own. */
export interface LooseProcesses extends Pick<ProcessGroup, 'start'>, AsyncDisposable {
  /** Ends one as a power cut would. */
  kill(name: string): Promise<void>;
  /** Starts one again that has ended. */
  restart(name: string): void;
  /** Asks all to end. @returns how each one did: its exit code, or the signal */
  stop(): Promise<Record<string, number | string | null>>;
}

export function looseProcesses(): LooseProcesses {
  const children = new Map<string, { child: ChildProcess; again: () => void }>();

  function start(name: string, file: string, env: NodeJS.ProcessEnv): void {
    const child = spawn(process.execPath, ['--import', '@accounts-center/typescript', file], { env, stdio: 'ignore' });
    children.set(name, { child, again: () => start(name, file, env) });
  }

  async function stop(): Promise<Record<string, number | string | null>> {
    const all = [...children].map(async ([name, { child }]) => {
      await end(child, 'SIGTERM');
      return [name, child.exitCode ?? child.signalCode] as const;
    });
    return Object.fromEntries(await Promise.all(all));
  }

  return {
    start,
    stop,
    async kill(name) {
      const found = children.get(name);
      if (found === undefined) throw new Error(`There is no process ${name}.`);
      await end(found.child, 'SIGKILL');
    },
    restart: (name) => children.get(name)?.again(),
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
