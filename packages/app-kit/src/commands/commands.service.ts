import type { Database, Reader, Writer } from '@accounts-center/db';
import { type Clock, hashOf } from '@accounts-center/subgraph-kit';
import type { z } from 'zod';
import { type CommandRow, createCommandsStore } from './commands.store.ts';

/** What became of a command, for good: CLOSED was forbidden before it came. */
export type Outcome<R> =
  | { readonly state: 'DONE'; readonly resultId: string }
  | { readonly state: 'REFUSED'; readonly refusals: readonly R[] }
  | { readonly state: 'CLOSED' };

/** A call of the app contract: its key, and its input without what may differ when it is sent again. */
export interface Command {
  readonly key: string;
  readonly body: unknown;
}

/**
 * One operation of the app contract, idempotent by key (D3, X8): the first outcome of a key is its only one, a refusal too, so
 * that a call that arrives late has no effect that its caller does not know of.
 */
export interface Commands<R> {
  /** What became of a key; undefined when it was never seen. */
  find(reader: Reader, key: string): Promise<Outcome<R> | undefined>;
  /** What to answer to a command without carrying it out; undefined when its key is new. */
  earlier(command: Command): Promise<Outcome<R> | 'KEY_REUSED' | undefined>;
  /**
   * Carries a command out, once for its key, in one transaction with the note of it.
   * @param act may run again; what it has written is undone unless it is DONE. Undefined decides nothing: the key stays free.
   */
  run(
    command: Command,
    act: (tx: Writer) => Promise<Outcome<R> | undefined>,
  ): Promise<Outcome<R> | 'KEY_REUSED' | undefined>;
  /** Forbids a key that was never seen. Returns what it stands for from now on. */
  close(tx: Writer, key: string): Promise<Outcome<R>>;
}

/**
 * @param parts.operation its name in the contract
 * @param parts.refusal reads a refusal back from JSON
 */
export function createCommands<R>(parts: {
  db: Database;
  clock: Clock;
  operation: string;
  refusal: z.ZodType<R>;
}): Commands<R> {
  const { db, clock, operation, refusal } = parts;
  const store = createCommandsStore(db);

  const find: Commands<R>['find'] = async (reader, key) => {
    const row = await store.find(reader, operation, key);
    return row && outcomeOf(row, refusal);
  };

  async function answer(reader: Reader, key: string, bodyHash: string): Promise<Outcome<R> | 'KEY_REUSED' | undefined> {
    const row = await store.find(reader, operation, key);
    if (row === undefined) return undefined;
    return row.bodyHash === null || row.bodyHash === bodyHash ? outcomeOf(row, refusal) : 'KEY_REUSED';
  }

  async function note(tx: Writer, key: string, bodyHash: string | null, outcome: Outcome<R>): Promise<void> {
    const { state } = outcome;
    const resultId = outcome.state === 'DONE' ? outcome.resultId : null;
    const refusals = outcome.state === 'REFUSED' ? outcome.refusals : [];
    await store.add(tx, { operation, key, bodyHash, state, resultId, refusals, createdAt: clock.now() });
  }

  return {
    find,
    earlier: ({ key, body }) => answer(db.read, key, hashOf(body)),
    run: ({ key, body }, act) => {
      const bodyHash = hashOf(body);
      return db.write(
        async (tx) => {
          const known = await answer(tx, key, bodyHash);
          if (known !== undefined) return known;
          const outcome = await undoneUnlessDone(tx, () => act(tx));
          if (outcome !== undefined) await note(tx, key, bodyHash, outcome);
          return outcome;
        },
        { name: operation },
      );
    },
    close: async (tx, key) => {
      const known = await find(tx, key);
      if (known !== undefined) return known;
      const closed = { state: 'CLOSED' } as const;
      await note(tx, key, null, closed);
      return closed;
    },
  };
}

function outcomeOf<R>({ state, resultId, refusals }: CommandRow, refusal: z.ZodType<R>): Outcome<R> {
  if (state === 'DONE' && resultId !== null) return { state, resultId };
  return state === 'REFUSED' ? { state, refusals: refusals.map((one) => refusal.parse(one)) } : { state: 'CLOSED' };
}

class Undone<O> extends Error {
  readonly outcome: O;

  constructor(outcome: O) {
    super('The command was not carried out.');
    this.outcome = outcome;
  }
}

async function undoneUnlessDone<R>(
  tx: Writer,
  act: () => Promise<Outcome<R> | undefined>,
): Promise<Outcome<R> | undefined> {
  try {
    return await tx.savepoint(async () => {
      const outcome = await act();
      if (outcome?.state !== 'DONE') throw new Undone(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof Undone) return (error as Undone<Outcome<R> | undefined>).outcome;
    throw error;
  }
}
