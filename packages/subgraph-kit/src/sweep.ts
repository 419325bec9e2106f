import type { Database, Writer } from '@accounts-center/db';

/** How many rows a batch removes. */
export const SWEEP_BATCH = 500;

/**
 * Removes what has expired, a batch at a time: each is a write of its own, so that nobody waits long for their turn.
 * @param name for the log
 * @param removeBatch removes about SWEEP_BATCH rows; returns whether there may be more
 */
export async function sweepInBatches(
  db: Database,
  name: string,
  removeBatch: (tx: Writer) => Promise<boolean>,
): Promise<void> {
  // Old rows are nobody's concern any more, so there is nothing to be serializable with.
  const removeOne = (): Promise<boolean> => db.write(removeBatch, { name, isolation: 'read committed' });
  let mayBeMore = true;
  while (mayBeMore) mayBeMore = await removeOne();
}
