/** So many wait already that one more would wait too long. */
export class QueueFull extends Error {
  constructor() {
    super('The queue is full.');
    this.name = 'QueueFull';
  }
}

/**
 * Runs work when it is its turn. Those whom it is for take turns, so that nobody waits for all that another one brought
 * before; what is for one and the same runs in the order of the calls.
 * @param of whom it is for: one and the same unless told
 * @returns what the work does; rejects with `QueueFull` when there is no room to wait, at once, or later, when others come
 *   who have less of it
 */
export type BoundedQueue = <T>(work: () => Promise<T>, of?: string) => Promise<T>;

export interface QueueLimits {
  /** How many pieces of work run at once. */
  readonly concurrent: number;
  /** How many of them may be for one and the same: all unless told. */
  readonly concurrentEach?: number;
  /** How many wait for their turn: any number unless told. */
  readonly waiting?: number;
}

interface Waiting {
  start(): void;
  refuse(reason: QueueFull): void;
}

export function createBoundedQueue(limits: QueueLimits): BoundedQueue {
  const { concurrent, concurrentEach = concurrent, waiting: room = Number.POSITIVE_INFINITY } = limits;
  // Whose turn is next comes first.
  const lines = new Map<string, Waiting[]>();
  const running: string[] = [];

  function mayRun(of: string): boolean {
    return running.length < concurrent && running.filter((each) => each === of).length < concurrentEach;
  }

  function enter(of: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (mayRun(of)) {
        running.push(of);
        resolve();
      } else if (hasRoom(lines, room, of)) {
        lines.set(of, [...(lines.get(of) ?? []), { start: resolve, refuse: reject }]);
      } else {
        reject(new QueueFull());
      }
    });
  }

  function leave(of: string): void {
    running.splice(running.indexOf(of), 1);
    const next = [...lines.keys()].find(mayRun);
    if (next === undefined) return;
    const [first, ...others] = lines.get(next) ?? [];
    lines.delete(next);
    if (others.length > 0) lines.set(next, others);
    running.push(next);
    first?.start();
  }

  return async (work, of = '') => {
    await enter(of);
    try {
      return await work();
    } finally {
      leave(of);
    }
  };
}

/** Whether one more may wait. Where all places are taken, whoever has most of them gives the latest up for who has less. */
function hasRoom(lines: ReadonlyMap<string, Waiting[]>, room: number, of: string): boolean {
  const all = [...lines.values()];
  if (all.reduce((sum, line) => sum + line.length, 0) < room) return true;
  const longest = all.reduce((most, line) => (line.length > most.length ? line : most), []);
  if (longest.length <= (lines.get(of)?.length ?? 0) + 1) return false;
  longest.pop()?.refuse(new QueueFull());
  return true;
}
