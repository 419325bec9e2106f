import { GraphError } from '@accounts-center/client';

/** An answer of the graph in full: what it could say, and why not the rest. */
export interface Answer<T> {
  readonly data: T | null;
  readonly errors: GraphError['errors'];
}

/** Waits for an answer in which errors are expected beside, or in place of, the data. */
export async function answerOf<T>(request: Promise<T>): Promise<Answer<T>> {
  try {
    return { data: await request, errors: [] };
  } catch (error) {
    if (error instanceof GraphError) return { data: error.data as T | null, errors: error.errors };
    throw error;
  }
}

/** A reason in a payload's `userErrors`. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** The graph refused a mutation, and said why. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`The graph refused: ${problems.map(({ code }) => code).join(', ')}`);
    this.problems = problems;
  }
}

/** @throws Refused when the payload says that the mutation was refused */
export function accepted<T extends { userErrors: readonly Problem[] }>(payload: T | null | undefined): T {
  const { userErrors } = present(payload);
  if (userErrors.length > 0) throw new Refused(userErrors);
  return present(payload);
}

/** @throws when there is nothing */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The graph left out what a test needs.');
  return value;
}
