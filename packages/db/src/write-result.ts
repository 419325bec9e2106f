import type { Database, WriteOptions, Writer } from './database.ts';

class Refused extends Error {
  readonly result: unknown;

  constructor(result: unknown) {
    super('The write was refused.');
    this.result = result;
  }
}

/**
 * A write whose refusal leaves nothing behind, a claimed idempotency key neither: a result that is not `ok` rolls the
 * transaction back and is returned all the same.
 */
export async function writeResult<R extends { readonly ok: boolean }>(
  db: Database,
  transaction: (tx: Writer) => Promise<R>,
  options?: WriteOptions,
): Promise<R> {
  try {
    return await db.write(async (tx) => {
      const result = await transaction(tx);
      if (!result.ok) throw new Refused(result);
      return result;
    }, options);
  } catch (error) {
    if (error instanceof Refused) return error.result as R;
    throw error;
  }
}
