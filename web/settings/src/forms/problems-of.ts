import type { Problem } from '../graph/action.ts';

/** The problems that are those of one input field. */
export function problemsOf<P extends Problem>(problems: readonly P[], name: string): P[] {
  return problems.filter((problem) => fieldOf(problem) === name);
}

/** The problems of no field that the form shows, to stand beside its button. */
export function otherProblems<P extends Problem>(problems: readonly P[], shown: readonly string[]): P[] {
  return problems.filter((problem) => !shown.includes(fieldOf(problem) ?? ''));
}

function fieldOf({ field }: Problem): string | undefined {
  return field?.[0] === 'input' ? field[1] : undefined;
}
