import { insideWrite } from './inside-write.ts';

/** Stands between drizzle and a connection: asked before every statement, told of every failed one. */
export interface StatementGuard {
  before(): void;
  failed(error: unknown): void;
}

/** A read inside a write would miss the write's own rows, and on PostgreSQL could wait for a connection for ever. */
export const readGuard: StatementGuard = {
  before() {
    if (insideWrite()) throw new Error('db.read was used inside a write: read through its writer.');
  },
  failed() {},
};

/** Keeps one transaction honest: no statement after its end, no failed statement passed over. */
export class TransactionGuard implements StatementGuard {
  #isOver = false;
  #failure: { error: unknown } | undefined;

  before(): void {
    if (this.#isOver) throw new Error('A statement came after the end of its write: await all of them inside.');
    this.assertSound();
  }

  failed(error: unknown): void {
    this.#failure ??= { error };
  }

  /** A savepoint has undone the failed statement. */
  recovered(): void {
    this.#failure = undefined;
  }

  /** @throws when a statement failed and nothing undid it: PostgreSQL refuses the next one, and COMMIT in silence */
  assertSound(): void {
    if (!this.#failure) return;
    const message = 'A failed statement was caught inside a write; catch it around tx.savepoint.';
    throw new Error(message, { cause: this.#failure.error });
  }

  end(): void {
    this.#isOver = true;
  }
}
