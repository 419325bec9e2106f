import type { Loader } from '@accounts-center/db/load';

type Row = Readonly<Record<string, unknown>>;
type Table = Parameters<Loader['insert']>[0];

const ROWS_AT_ONCE = 2_000;

/** Rows on their way into a database, of all its tables. */
export interface Batches {
  add<T extends Table>(table: T, row: T['$inferSelect']): void;
  /** Writes what has come together, if that is enough to be worth it. */
  writeSome(): Promise<void>;
  writeAll(): Promise<void>;
}

/** Tables are written in the order in which they first got a row, so add what others refer to first. */
export function createBatches(loader: Loader): Batches {
  const waiting = new Map<Table, Row[]>();
  let waitingRows = 0;

  async function writeAll(): Promise<void> {
    for (const [table, rows] of waiting) {
      await loader.insert(table, rows);
      rows.length = 0;
    }
    waitingRows = 0;
  }

  return {
    add: (table, row) => {
      const rows = waiting.get(table) ?? [];
      waiting.set(table, rows);
      rows.push(row);
      waitingRows += 1;
    },
    writeSome: async () => {
      if (waitingRows >= ROWS_AT_ONCE) await writeAll();
    },
    writeAll,
  };
}
