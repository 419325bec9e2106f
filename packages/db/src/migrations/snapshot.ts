import {
  type DrizzleSnapshotJSON,
  type DrizzleSQLiteSnapshotJSON,
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api';
import { collectTables, type Dialect, type TableDefinition } from '../tables/define.ts';

/** Drizzle's description of a schema, by table. */
export interface Snapshot {
  readonly id: string;
  readonly prevId: string;
  readonly tables: Readonly<Record<string, unknown>>;
}

// Drizzle links snapshots by random ids. We keep only the last one, and want the same file for the same tables.
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Describes the declared tables as drizzle-kit does, in plain JSON. */
export async function takeSnapshot(dialect: Dialect, definitions: readonly TableDefinition[]): Promise<Snapshot> {
  const tables = Object.fromEntries(collectTables(definitions, dialect));
  const generate = dialect === 'sqlite' ? generateSQLiteDrizzleJson : generateDrizzleJson;
  const snapshot = (await generate(tables)) as object;
  return parseSnapshot(JSON.stringify({ ...snapshot, id: NO_ID, prevId: NO_ID }));
}

/** Reads a snapshot written as JSON. */
export function parseSnapshot(json: string): Snapshot {
  return JSON.parse(json) as Snapshot;
}

export function emptySnapshot(dialect: Dialect): Promise<Snapshot> {
  return takeSnapshot(dialect, []);
}

/** The statements that lead from one schema to the other. */
export async function planChange(dialect: Dialect, before: Snapshot, now: Snapshot): Promise<string> {
  const statements =
    dialect === 'sqlite'
      ? await generateSQLiteMigration(before as DrizzleSQLiteSnapshotJSON, now as DrizzleSQLiteSnapshotJSON)
      : await generateMigration(before as DrizzleSnapshotJSON, now as DrizzleSnapshotJSON);
  return statements.map((statement) => `${statement.trim()}\n`).join('\n');
}
