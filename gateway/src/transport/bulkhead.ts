import type { AbortSignalLike } from '@accounts-center/subgraph-kit';

/** Why a call did not get its turn: there was no room to wait, nobody waits for it any more, or its time was up. */
export type NoTurn = 'full' | 'gone' | 'late';
type Turn = 'entered' | NoTurn;

interface Waiting {
  end: ((turn: Turn) => void) | undefined;
}

/**
 * Lets so many calls be under way at once and so many more wait for them, in the order in which they came. Whoever has gone waits
 * no longer, and takes nobody's place; cockatiel's bulkhead keeps it until its turn comes, and lets newcomers overtake.
 */
export class Bulkhead {
  readonly #maxConcurrent: number;
  readonly #maxQueued: number;
  readonly #onQueue: (waiting: number) => void;
  readonly #waiting = new Set<Waiting>();
  #underWay = 0;

  constructor(limits: { maxConcurrent: number; maxQueued: number }, onQueue: (waiting: number) => void) {
    this.#maxConcurrent = limits.maxConcurrent;
    this.#maxQueued = limits.maxQueued;
    this.#onQueue = onQueue;
  }

  /** Whoever has `entered` has to leave. @param timeoutMs how long it may wait */
  enter(timeoutMs: number, signal: AbortSignalLike | undefined): Turn | Promise<Turn> {
    if (this.#underWay < this.#maxConcurrent) {
      this.#underWay += 1;
      return 'entered';
    }
    if (signal?.aborted) return 'gone';
    return this.#waiting.size >= this.#maxQueued ? 'full' : this.#wait(timeoutMs, signal);
  }

  leave(): void {
    const [next] = this.#waiting;
    if (next) next.end?.('entered');
    else this.#underWay -= 1;
  }

  #wait(timeoutMs: number, signal: AbortSignalLike | undefined): Promise<Turn> {
    return new Promise((resolve) => {
      const waiting: Waiting = { end: undefined };
      const leave = (): void => waiting.end?.('gone');
      const timer = setTimeout(() => waiting.end?.('late'), timeoutMs);
      waiting.end = (turn) => {
        // A table of V8's keeps what was in it until it is collected: let that be little.
        waiting.end = undefined;
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        this.#waiting.delete(waiting);
        this.#onQueue(this.#waiting.size);
        resolve(turn);
      };
      signal?.addEventListener('abort', leave);
      this.#waiting.add(waiting);
      this.#onQueue(this.#waiting.size);
    });
  }
}
