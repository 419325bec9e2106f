/** A turn of the event loop that took longer than this had something to do. */
const AT_REST_MS = 0.5;
/** After so many busy turns, somebody begins all the same. */
const PATIENCE_TURNS = 8;

interface Waiting {
  readonly begin: () => void;
  readonly isNeedless: (() => boolean) | undefined;
}

/** All that waits for one caller, in the order in which it came. */
interface Queue {
  readonly key: string;
  readonly waiting: Waiting[];
}

/**
 * Lets work begin: a few at once, and beyond them one in each turn of the event loop that found nothing else to do. Callers take
 * turns, so that nobody waits for another's thousands; the work of each begins in the order in which it came.
 * What is under way comes first: when more comes than can be done, most waits as it came, and what has begun is
 * soon over. That takes little memory, and little time to collect it, as nothing gets old. A process at rest begins all at
 * once, however long its subgraphs take.
 */
export class Admission {
  readonly #few: number;
  readonly #now: () => number;
  readonly #queues = new Map<string, Queue>();
  /** Those queues in which somebody waits, the next first. */
  readonly #order: Queue[] = [];
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

  /**
   * Does the work when its turn has come, and gives what comes of it.
   * @param key of whom it is for: all with the same have turns together
   * @param isNeedless whether there is nothing left to do for it by then, so that it takes no turn from others
   */
  run<T>(work: () => Promise<T>, key = '', isNeedless?: () => boolean): Promise<T> {
    const turn = this.#beginsAtOnce()
      ? Promise.resolve()
      : new Promise<void>((begin) => {
          this.#enqueue(key, { begin, isNeedless });
          this.#beginFew();
        });
    // Not begun by who gives it its turn: that one may be part of another request.
    return turn.then(work).finally(() => this.#end());
  }

  /** Where nobody waits and few are under way, it is as if it had had its turn. */
  #beginsAtOnce(): boolean {
    const isFree = this.#order.length === 0 && this.#underWay < this.#few;
    if (isFree) this.#underWay += 1;
    return isFree;
  }

  #end(): void {
    this.#underWay -= 1;
    this.#beginFew();
  }

  #beginFew(): void {
    while (this.#order.length > 0 && this.#underWay < this.#few) this.#begin();
    if (this.#order.length > 0 && !this.#isTurning) this.#inNextTurn();
  }

  #begin(): void {
    let isNeedless: boolean | undefined;
    do {
      const next = this.#dequeue();
      if (!next) return;
      isNeedless = next.isNeedless?.();
      this.#underWay += 1;
      next.begin();
    } while (isNeedless);
  }

  #enqueue(key: string, waiting: Waiting): void {
    const known = this.#queues.get(key);
    if (known) {
      known.waiting.push(waiting);
      return;
    }
    const queue = { key, waiting: [waiting] };
    this.#queues.set(key, queue);
    this.#order.push(queue);
  }

  #dequeue(): Waiting | undefined {
    const queue = this.#order.shift();
    const next = queue?.waiting.shift();
    if (queue && queue.waiting.length > 0) this.#order.push(queue);
    else if (queue) this.#queues.delete(queue.key);
    return next;
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
      this.#begin();
    }
    if (this.#order.length > 0) this.#inNextTurn();
  }
}
