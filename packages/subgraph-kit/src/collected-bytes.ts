const SMALLEST = 4 * 1024;

/**
 * Keeps what arrives in chunks as one buffer. A chunk kept for itself takes some 200 bytes more, so that a sender of single bytes would
 * have a reader keep many times what its limit lets in.
 */
export class CollectedBytes {
  #buffer: Buffer = Buffer.alloc(0);
  #sizeBytes = 0;

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** @param chunk stays its owner's, but must not change: one that is all there is gets kept as it is */
  add(chunk: Buffer): void {
    const sizeBytes = this.#sizeBytes + chunk.length;
    if (this.#sizeBytes === 0) {
      this.#buffer = chunk;
    } else {
      if (sizeBytes > this.#buffer.length) this.#grow(sizeBytes);
      chunk.copy(this.#buffer, this.#sizeBytes);
    }
    this.#sizeBytes = sizeBytes;
  }

  /** All that came. It lasts until more does. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#sizeBytes);
  }

  /** To twice what is needed, so that no byte is copied more than twice on average. */
  #grow(neededBytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(SMALLEST, neededBytes * 2));
    this.#buffer.copy(larger, 0, 0, this.#sizeBytes);
    this.#buffer = larger;
  }
}
