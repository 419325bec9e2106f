import type { Logger } from './logger.ts';

/** A task that repeats until it is closed. */
export interface Periodic extends AsyncDisposable {
  /** Ends the repetition and waits for the run under way. */
  close(): Promise<void>;
}

/**
 * Runs `task` every `everyMs`, never twice at once; a failure is logged and the next run comes as usual.
 * Does not keep the process alive.
 */
export function every(everyMs: number, task: () => Promise<unknown>, log: Logger): Periodic {
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= run().finally(() => {
      underWay = undefined;
    });
  }, everyMs);
  timer.unref();

  async function run(): Promise<void> {
    try {
      await task();
    } catch (error) {
      log.error({ err: error }, 'A periodic task failed');
    }
  }

  async function close(): Promise<void> {
    clearInterval(timer);
    await underWay;
  }

  return { close, [Symbol.asyncDispose]: close };
}
