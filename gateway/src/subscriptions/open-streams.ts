/** A client's connection, as far as all of them have to be known together. */
export interface OpenStream {
  /** Ends its subscriptions, lets its queries and mutations end, then tells the client to come back. */
  drain(): void;
  /** Cuts it off. */
  destroy(): void;
}

/** The connections and the operations of all clients in this process. */
export class OpenStreams {
  readonly #maxOpen: number;
  readonly #streams = new Set<OpenStream>();
  #operations = 0;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  /** @param maxOpen how many operations may be open, and how many connections */
  constructor(maxOpen: number) {
    this.#maxOpen = maxOpen;
  }

  /** Operations under way: subscriptions, and whatever else came by a connection of theirs. */
  get operations(): number {
    return this.#operations;
  }
  get connections(): number {
    return this.#streams.size;
  }
  get isDraining(): boolean {
    return this.#isDraining;
  }
  /** Whether no new connection is taken. */
  get isFull(): boolean {
    return this.#streams.size >= this.#maxOpen || this.#operations >= this.#maxOpen;
  }

  /** One that comes when it was already on its way while all ended is ended, too. */
  add(stream: OpenStream): void {
    this.#streams.add(stream);
    if (this.#isDraining) stream.drain();
  }

  delete(stream: OpenStream): void {
    this.#streams.delete(stream);
    if (this.#streams.size === 0) this.#onEmpty?.();
  }

  /** Counts one operation more, if that is allowed. */
  begin(): boolean {
    if (this.#operations >= this.#maxOpen) return false;
    this.#operations += 1;
    return true;
  }

  end(): void {
    this.#operations -= 1;
  }

  /** Ends all connections, and takes no new ones; those that have not ended after `patienceMs` are cut off. */
  async drain(patienceMs: number): Promise<void> {
    this.#isDraining = true;
    for (const stream of this.#streams) stream.drain();
    if (this.#streams.size === 0) return;
    const cutOff = setTimeout(() => {
      for (const stream of this.#streams) stream.destroy();
    }, patienceMs);
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    clearTimeout(cutOff);
  }
}
