/** A write broke a primary key, unique constraint or unique index. The names are the same on both dialects. */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation';
  /** SQL name of the constraint or index; absent when no declared table has it. */
  readonly constraint: string | undefined;
  /** SQL names of its columns, in order; absent when no declared table has it. */
  readonly columns: readonly string[] | undefined;

  constructor({ constraint, columns }: { constraint?: string; columns?: readonly string[] }, cause: unknown) {
    super(`Unique constraint violated: ${constraint ?? columns?.join(', ')}`, { cause });
    this.constraint = constraint;
    this.columns = columns;
  }
}

/**
 * The unique constraint that a statement or a `write` violated, or `undefined` for any other error.
 * Inside a write, catch around `tx.savepoint`: a failed statement caught without it fails the write.
 */
export function isUniqueViolation(error: unknown): UniqueViolation | undefined {
  return error instanceof UniqueViolation ? error : undefined;
}
