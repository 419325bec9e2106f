import { Backlog } from './backlog.ts';

/** Events of one subscription that are resolved at the same time. */
const UNDER_WAY = 8;

interface EventQueueParts<Entry, Result> {
  /** So many wait; the oldest give way to a gap. */
  readonly limit: number;
  readonly resolve: (entry: Entry) => Promise<Result>;
  /** Hands on what an entry was resolved to; nothing for a gap, or where that failed. */
  readonly hand: (result: Result | undefined, entry: Entry | undefined) => Promise<void>;
  /** Nothing waits, and nothing is under way. */
  readonly onRest: () => void;
  readonly onError: (error: unknown) => void;
}

/** Events of a subscription: a few are resolved at the same time, and all are handed on in the order in which they came. */
export class EventQueue<Entry, Result> {
  readonly #parts: EventQueueParts<Entry, Result>;
  /** A gap is nothing. */
  readonly #waiting: Backlog<Entry | undefined>;
  #underWay = 0;
  #handed: Promise<void> = Promise.resolve();

  constructor(parts: EventQueueParts<Entry, Result>) {
    this.#parts = parts;
    this.#waiting = new Backlog<Entry | undefined>(parts.limit, undefined);
  }

  /** How many wait, or are under way. */
  get length(): number {
    return this.#waiting.length + this.#underWay;
  }

  get isAtRest(): boolean {
    return this.length === 0;
  }

  /** Resolves when all that is under way now was handed on. */
  whenHanded(): Promise<void> {
    return this.#handed;
  }

  /** @param entry nothing where events are missing */
  push(entry: Entry | undefined): void {
    this.#waiting.push(entry);
    this.goOn();
  }

  /** Resolves what there is room for, or says that all is at rest. */
  goOn(): void {
    while (this.#underWay < UNDER_WAY && this.#waiting.length > 0) this.#begin(this.#waiting.shift());
    if (this.isAtRest) this.#parts.onRest();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#waiting.clear();
  }

  #begin(entry: Entry | undefined): void {
    const { resolve, hand, onError } = this.#parts;
    const fail = (error: unknown): undefined => {
      onError(error);
    };
    const result = entry === undefined ? Promise.resolve(undefined) : resolve(entry).catch(fail);
    this.#underWay += 1;
    this.#handed = this.#handed
      .then(async () => hand(await result, entry))
      .catch(fail)
      .then(() => {
        this.#underWay -= 1;
        this.goOn();
      });
  }
}
