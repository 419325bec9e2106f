import type { PageArguments } from '@accounts-center/subgraph-kit';
import { and, desc, eq, lt, lte, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Position } from './newest-first.ts';

/** The columns that order a list: an index begins with what selects the list and ends with these. */
export interface OrderColumns {
  readonly at: SQLiteColumn;
  readonly id: SQLiteColumn;
}

/** The order of such a list. */
export function newestFirstOrder({ at, id }: OrderColumns): [SQL, SQL] {
  return [desc(at), desc(id)];
}

/** What comes behind a page's `after`; the first bound is the one that an index serves. */
function behind({ at, id }: OrderColumns, { after }: PageArguments<Position>): SQL | undefined {
  if (after === undefined) return undefined;
  const [afterMs, afterId] = after;
  const instant = new Date(afterMs);
  return and(lte(at, instant), or(lt(at, instant), and(eq(at, instant), lt(id, afterId))));
}

/**
 * The keys of a page's rows, and of one more, of each of many lists: a subquery, since neither dialect has another way to
 * take the first rows of many lists at once.
 * @param what the table, the columns of the key, and the condition of each list
 */
export function firstOfEach(
  what: { readonly table: SQLWrapper; readonly key: SQL; readonly lists: readonly SQL[] },
  order: OrderColumns,
  page: PageArguments<Position>,
): SQL {
  const isBehind = behind(order, page);
  const rest = sql`${isBehind && sql`and ${isBehind}`} order by ${sql.join(newestFirstOrder(order), sql`, `)} limit ${page.first + 1}`;
  // SQLite takes a limit inside of a union in a subquery only.
  const branches = what.lists.map(
    (isInList) => sql`select * from (select ${what.key} from ${what.table} where ${isInList} ${rest}) as page`,
  );
  return sql`(${sql.join(branches, sql` union all `)})`;
}
