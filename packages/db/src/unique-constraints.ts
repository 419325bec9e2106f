import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { collectTables, type TableDefinition } from './tables/define.ts';

interface UniqueConstraint {
  readonly table: string;
  readonly constraint: string;
  readonly columns: readonly string[];
}

/** Every declared primary key, unique column and unique index, by PostgreSQL's names. */
export type UniqueConstraints = readonly UniqueConstraint[];

type Candidate = [constraint: string | undefined, columns: readonly object[]];

/** SQLite reports a violation by columns and PostgreSQL by name; the declarations tell one from the other. */
export function uniqueConstraintsOf(definitions: readonly TableDefinition[]): UniqueConstraints {
  return [...collectTables(definitions, 'postgres').values()].flatMap(constraintsOf);
}

function constraintsOf(declared: SQLiteTable): UniqueConstraint[] {
  const { name: table, columns, primaryKeys, indexes } = getTableConfig(declared as unknown as PgTable);
  const candidates: Candidate[] = [
    ...columns.filter(({ primary }) => primary).map((column): Candidate => [`${table}_pkey`, [column]]),
    ...columns.filter(({ isUnique }) => isUnique).map((column): Candidate => [column.uniqueName, [column]]),
    ...primaryKeys.map((key): Candidate => [key.getName(), key.columns]),
    ...indexes.filter(({ config }) => config.unique).map(({ config }): Candidate => [config.name, config.columns]),
  ];
  return candidates.flatMap(([constraint, parts]) => {
    const names = parts.flatMap((part) => ('name' in part && typeof part.name === 'string' ? [part.name] : []));
    // Of an index over expressions, both dialects tell the name.
    return constraint && names.length === parts.length ? [{ table, constraint, columns: names }] : [];
  });
}
