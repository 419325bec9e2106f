export interface CountLimits {
  /** Of all callers. */
  readonly maxOpen: number;
  /** Of one. */
  readonly maxPerCaller: number;
}

/** Counts what callers have open, up to limits. They are known by texts. */
export class CallerCounts {
  readonly #limits: CountLimits;
  readonly #ofCaller = new Map<string, number>();
  #size = 0;

  constructor(limits: CountLimits) {
    this.#limits = limits;
  }

  /** Of all callers. */
  get size(): number {
    return this.#size;
  }

  /** Whether all of them have as many as they may have together. */
  get isFull(): boolean {
    return this.#size >= this.#limits.maxOpen;
  }

  /** Whether a caller has as many as one may have. */
  isFullFor(caller: string): boolean {
    return this.#of(caller) >= this.#limits.maxPerCaller;
  }

  /** Counts one more, if the caller may have it. */
  take(caller: string): boolean {
    if (this.isFull || this.isFullFor(caller)) return false;
    this.add(caller);
    return true;
  }

  /** Counts one more, whether the caller may have it or not. */
  add(caller: string): void {
    this.#ofCaller.set(caller, this.#of(caller) + 1);
    this.#size += 1;
  }

  /** Counts one less. */
  giveBack(caller: string): void {
    const left = this.#of(caller) - 1;
    if (left > 0) this.#ofCaller.set(caller, left);
    else this.#ofCaller.delete(caller);
    this.#size -= 1;
  }

  #of(caller: string): number {
    return this.#ofCaller.get(caller) ?? 0;
  }
}
