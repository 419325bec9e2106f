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
    super(`The graph refused: ${problems.map(({ code, message }) => `${code}, ${message}`).join(' ')}`);
    this.problems = problems;
  }
}

/**
 * The payload of a mutation that was accepted.
 * @throws Refused with its `userErrors` when it was not
 */
export function accepted<T extends { readonly userErrors: readonly Problem[] }>(payload: T | null | undefined): T {
  const { userErrors } = present(payload);
  if (userErrors.length > 0) throw new Refused(userErrors);
  return present(payload);
}

/** @throws Error when the graph left the value out */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The graph left out what was asked for.');
  return value;
}
