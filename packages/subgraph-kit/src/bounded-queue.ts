/** So many wait already that one more would wait too long. */
export class QueueFull extends Error {
  constructor() {
    super('The queue is full.');
    this.name = 'QueueFull';
  }
}

/** Runs work when it is its turn, in the order of the calls. Throws `QueueFull` at once when there is no room to wait. */
export type BoundedQueue = <T>(work: () => Promise<T>) => Promise<T>;

/** @param limits how many pieces of work run at once, and how many wait for their turn: any number unless told */
export function createBoundedQueue(limits: { readonly concurrent: number; readonly waiting?: number }): BoundedQueue {
  const { concurrent, waiting: room = Number.POSITIVE_INFINITY } = limits;
  const waiting: (() => void)[] = [];
  let running = 0;

  async function enter(): Promise<void> {
    if (running < concurrent) {
      running += 1;
      return;
    }
    if (waiting.length >= room) throw new QueueFull();
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
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
