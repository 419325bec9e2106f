import { getHeapStatistics } from 'node:v8';

/** Of the memory that the process may have: what is made of requests takes several times as much. */
const SHARE = 1 / 4;
/** Of that, what one caller may have. */
const SHARE_OF_CALLER = 1 / 4;

/** The memory for what clients have sent and is not answered yet. */
export class RequestMemory {
  readonly #maxBytes: number;
  readonly #ofCaller = new Map<string, number>();
  #heldBytes = 0;

  constructor(maxBytes = getHeapStatistics().heap_size_limit * SHARE) {
    this.#maxBytes = maxBytes;
  }

  /**
   * What is alone always has a place, among all or among what its caller has.
   * @param caller whose it is, as a text
   * @returns what gives the place back, once, or `undefined` where there is none
   */
  hold(bytes: number, caller: string): (() => void) | undefined {
    const held = this.#ofCaller.get(caller) ?? 0;
    if (this.#heldBytes > 0 && this.#heldBytes + bytes > this.#maxBytes) return undefined;
    if (held > 0 && held + bytes > this.#maxBytes * SHARE_OF_CALLER) return undefined;
    this.#change(caller, bytes);
    let isHeld = true;
    return () => {
      if (isHeld) this.#change(caller, -bytes);
      isHeld = false;
    };
  }

  #change(caller: string, bytes: number): void {
    this.#heldBytes += bytes;
    const held = (this.#ofCaller.get(caller) ?? 0) + bytes;
    if (held > 0) this.#ofCaller.set(caller, held);
    else this.#ofCaller.delete(caller);
  }
}
