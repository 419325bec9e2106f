/** A turn of the event loop that took longer than this had something to do. */
const AT_REST_MS = 0.5;
/** After so many busy turns, somebody begins all the same. */
const PATIENCE_TURNS = 8;

/**
 * Lets work begin in the order in which it came: a few at once, and beyond them one in each turn of the event loop that found
 * nothing else to do. What is under way comes first: when more comes than can be done, most waits as it came, and what has begun is
 * soon over. That takes little memory, and little time to collect it, as nothing gets old. A process at rest begins all at
 * once, however long its subgraphs take.
 */
export class Admission {
  readonly #few: number;
  readonly #now: () => number;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #isTurning = false;
  #turnBegan = 0;
  #busyTurns = 0;

  /**
   * @param few how many may be under way whatever else there is to do
   * @param now in milliseconds
   */
  constructor(few: number, now: () => number = () => performance.now()) {
    this.#few = few;
    this.#now = now;
  }

  /** Does the work when its turn has come, and gives what comes of it. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = new Promise<void>((begin) => {
      this.#waiting.push(begin);
      this.#beginFew();
    });
    // Not begun by who gives it its turn: that one may be part of another request.
    return turn.then(work).finally(() => this.#end());
  }

  #end(): void {
    this.#underWay -= 1;
    this.#beginFew();
  }

  #beginFew(): void {
    while (this.#waiting.length > 0 && this.#underWay < this.#few) this.#begin();
    if (this.#waiting.length > 0 && !this.#isTurning) this.#inNextTurn();
  }

  #begin(): void {
    this.#underWay += 1;
    this.#waiting.shift()?.();
  }

  #inNextTurn(): void {
    this.#isTurning = true;
    this.#turnBegan = this.#now();
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isTurning = false;
    this.#busyTurns = this.#now() - this.#turnBegan > AT_REST_MS ? this.#busyTurns + 1 : 0;
    if (this.#busyTurns === 0 || this.#busyTurns >= PATIENCE_TURNS) {
      this.#busyTurns = 0;
      if (this.#waiting.length > 0) this.#begin();
    }
    if (this.#waiting.length > 0) this.#inNextTurn();
  }
}
