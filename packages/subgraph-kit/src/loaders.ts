import DataLoader from 'dataloader';

const MAX_BATCH_SIZE = 500;

/**
 * A loader for one request, made in the context factory.
 * @param load what is found for up to 500 different keys; keys it leaves out load as undefined
 */
export function createLoader<K, V>(
  load: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
): DataLoader<K, V | undefined> {
  return new DataLoader<K, V | undefined>(
    async (keys) => {
      const found = await load(keys);
      return keys.map((key) => found.get(key));
    },
    { maxBatchSize: MAX_BATCH_SIZE },
  );
}

/** Rows by a key, each group in the order of the rows: what a loader of lists answers with. */
export function groupBy<K, V>(rows: readonly V[], keyOf: (row: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
