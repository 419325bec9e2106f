import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Dialect } from './tables/define.ts';

/**
 * A subquery that claims its rows, for `where(inArray(table.id, skipLocked(db.dialect, select)))` in an update.
 * On PostgreSQL, replicas pass over rows that another one is claiming; on SQLite writes take turns anyway.
 */
export function skipLocked(dialect: Dialect, select: SQLWrapper): SQL {
  return dialect === 'postgres' ? sql`(${select} for update skip locked)` : sql`${select}`;
}
