/**
 * Lets many calls share few runs: at most one run is under way, and calls during it lead to one more.
 * @returns a function whose promise settles as the first run that began after the call does
 */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  function start(): Promise<void> {
    const run = task().finally(() => {
      if (current === run) current = undefined;
    });
    current = run;
    return run;
  }

  return () => {
    // Between two runs there is none under way, but the next one is on its way.
    if (next !== undefined) return next;
    if (current === undefined) return start();
    next = current.then(ignore, ignore).then(() => {
      next = undefined;
      return start();
    });
    return next;
  };
}

function ignore(): void {}
