import pg from 'pg';
import type { UniqueConstraints } from '../unique-constraints.ts';
import { UniqueViolation } from '../unique-violation.ts';

const UNIQUE_VIOLATION = '23505';

/** Reads PostgreSQL's error, which names the constraint. */
export function toUniqueViolation(error: unknown, constraints: UniqueConstraints): UniqueViolation | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== UNIQUE_VIOLATION) return undefined;
  const { constraint = '' } = error;
  const known = constraints.find((one) => one.constraint === constraint);
  return new UniqueViolation(known ?? { constraint }, error);
}
