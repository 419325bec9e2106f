/** Runs work as soon as a place is free, in the order of the calls. */
export type Semaphore = <T>(work: () => Promise<T>) => Promise<T>;

/** At most `places` pieces of work run at once. */
export function createSemaphore(places: number): Semaphore {
  const waiting: (() => void)[] = [];
  let freePlaces = places;

  async function enter(): Promise<void> {
    if (freePlaces > 0) freePlaces -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) freePlaces += 1;
    else next();
  }

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
