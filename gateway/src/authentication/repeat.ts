/** A task that repeats until it is stopped. */
export interface Repetition {
  /** Resolves when the first run is over. */
  start(): Promise<void>;
  /** Ends the repetition; a run under way is waited for. */
  stop(): Promise<void>;
}

/**
 * Begins `task` at most `everyMs` after it was begun before, or at once when it took longer. Up to a fifth earlier, so that many
 * processes do not ask at the same moment. Does not keep the process alive.
 * @param task never rejects
 * @param random a fraction of 1
 */
export function repeat(task: () => Promise<void>, everyMs: number, random: () => number): Repetition {
  let isStopped = false;
  let wake = (): void => {};
  let over: Promise<void> | undefined;

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, everyMs * (1 - random() / 5));
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function run(firstIsOver: () => void): Promise<void> {
    while (!isStopped) {
      const rest = pause();
      await task();
      firstIsOver();
      await rest;
    }
    firstIsOver();
  }

  return {
    start: () =>
      new Promise((resolve) => {
        over = run(resolve);
      }),
    stop: async () => {
      isStopped = true;
      wake();
      await over;
    },
  };
}
