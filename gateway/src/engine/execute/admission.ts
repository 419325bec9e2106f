/**
 * Lets operations begin a few at a time, in each turn of the event loop. What is under way comes first: when more requests come
 * than can be answered, most wait as they came, which takes little memory, instead of all with half an answer. A process
 * with nothing else to do begins them at once, however long its subgraphs take.
 */
export class Admission {
  readonly #together: number;
  #waiting: (() => void)[] = [];

  /** @param together how many begin in one turn */
  constructor(together: number) {
    this.#together = together;
  }

  /** Resolves when the caller may begin. */
  enter(): Promise<void> {
    return new Promise((begin) => {
      if (this.#waiting.push(begin) === 1) setImmediate(() => this.#begin());
    });
  }

  #begin(): void {
    const now = this.#waiting.slice(0, this.#together);
    this.#waiting = this.#waiting.slice(this.#together);
    if (this.#waiting.length > 0) setImmediate(() => this.#begin());
    for (const begin of now) begin();
  }
}
