import type { UniqueConstraints } from '../unique-constraints.ts';
import { UniqueViolation } from '../unique-violation.ts';

const COLUMNS = /^UNIQUE constraint failed: (.+)$/;
const EXPRESSION_INDEX = /^UNIQUE constraint failed: index '(.+)'$/;

/** Reads SQLite's `UNIQUE constraint failed: membership.center_id, membership.rank`. */
export function toUniqueViolation(error: unknown, constraints: UniqueConstraints): UniqueViolation | undefined {
  if (!(error instanceof Error)) return undefined;
  const index = EXPRESSION_INDEX.exec(error.message)?.[1];
  if (index) return new UniqueViolation({ constraint: index }, error);
  const list = COLUMNS.exec(error.message)?.[1];
  if (!list) return undefined;
  const known = constraints.find(
    ({ table, columns }) => columns.map((column) => `${table}.${column}`).join(', ') === list,
  );
  return new UniqueViolation(
    known ?? { columns: list.split(', ').map((column) => column.replace(/^.*\./, '')) },
    error,
  );
}
