import { getHeapStatistics } from 'node:v8';

/** Of the memory that the process may have: what is made of requests takes several times as much. */
const SHARE = 1 / 4;

/** The memory for what clients have sent and is not answered yet. */
export class RequestMemory {
  readonly #maxBytes: number;
  #heldBytes = 0;

  constructor(maxBytes = getHeapStatistics().heap_size_limit * SHARE) {
    this.#maxBytes = maxBytes;
  }

  /** One that is alone always has a place. @returns what gives the place back, or `undefined` where there is none */
  hold(bytes: number): (() => void) | undefined {
    if (this.#heldBytes > 0 && this.#heldBytes + bytes > this.#maxBytes) return undefined;
    this.#heldBytes += bytes;
    let isHeld = true;
    return () => {
      if (isHeld) this.#heldBytes -= bytes;
      isHeld = false;
    };
  }
}
