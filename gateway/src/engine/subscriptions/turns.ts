/** Lets work go on in the order in which it comes, so much of it in one turn of the event loop. */
export class Turns {
  readonly #perTurn: number;
  readonly #waiting: (() => void)[] = [];
  #left: number;
  #isTurning = false;

  constructor(perTurn: number) {
    this.#perTurn = perTurn;
    this.#left = perTurn;
  }

  /** Resolves when there is room. */
  next(): Promise<void> | undefined {
    if (!this.#isTurning) this.#turn();
    if (this.#left > 0) {
      this.#left -= 1;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #turn(): void {
    this.#isTurning = true;
    setImmediate(() => {
      const now = this.#waiting.splice(0, this.#perTurn);
      this.#left = this.#perTurn - now.length;
      for (const goOn of now) goOn();
      this.#isTurning = false;
      if (this.#waiting.length > 0) this.#turn();
    });
  }
}
