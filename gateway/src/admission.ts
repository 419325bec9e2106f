/** A turn of the event loop that took longer than this had something to do. */
const AT_REST_MS = 0.5;
/** After so many busy turns, somebody begins all the same. */
const PATIENCE_TURNS = 8;

/**
 * Lets work begin in the order in which it came, one in each turn of the event loop that found nothing else to do. What is under
 * way comes first: when more comes than can be done, most waits as it came, and what has begun is soon over. That takes little
 * memory, and little time to collect it, as nothing gets old. A process at rest begins all at once, however long its subgraphs take.
 */
export class Admission {
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #turnBegan = 0;
  #busyTurns = 0;

  /** @param now in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Resolves when the caller may begin. */
  enter(): Promise<void> {
    return new Promise((begin) => {
      if (this.#waiting.push(begin) === 1) this.#inNextTurn();
    });
  }

  #inNextTurn(): void {
    this.#turnBegan = this.#now();
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#busyTurns = this.#now() - this.#turnBegan > AT_REST_MS ? this.#busyTurns + 1 : 0;
    if (this.#busyTurns === 0 || this.#busyTurns >= PATIENCE_TURNS) {
      this.#busyTurns = 0;
      this.#waiting.shift()?.();
    }
    if (this.#waiting.length > 0) this.#inNextTurn();
  }
}
