import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** Processes that live and end together. */
export interface ProcessGroup {
  /** Starts a TypeScript file as a process of the group. */
  start(name: string, file: string, env: NodeJS.ProcessEnv): void;
  /** Ends all of them. */
  stop(): Promise<void>;
  /** Resolves when all have ended: undefined when `stop` was called, else why the first one ended. */
  readonly ended: Promise<string | undefined>;
}

/** A group in which the end of one, for whatever reason, is the end of all. */
export function createProcessGroup(): ProcessGroup {
  const children: ChildProcess[] = [];
  let stopping: Promise<void> | undefined;
  let tell: (reason: string | undefined) => void;
  const ended = new Promise<string | undefined>((resolve) => {
    tell = resolve;
  });

  async function stopAll(reason?: string): Promise<void> {
    const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const exits = running.map((child) => once(child, 'exit'));
    for (const child of running) child.kill('SIGTERM');
    await Promise.all(exits);
    tell(reason);
  }

  function stop(reason?: string): Promise<void> {
    stopping ??= stopAll(reason);
    return stopping;
  }

  return {
    start: (name, file, env) => {
      const child = spawn(process.execPath, ['--import', 'tsx', file], {
        env,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      child.once('exit', (code, signal) => void stop(`${name} has ended: ${signal ?? `code ${code}`}.`));
      children.push(child);
    },
    stop: () => stop(),
    ended,
  };
}
