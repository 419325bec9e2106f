import { allOf, type Rule } from './rule.ts';

/** Lists of which one has to be had in full. */
export type Alternatives = readonly (readonly string[])[];

/** What the directives on one type or field demand. */
export interface Demands {
  readonly isAuthenticated: boolean;
  /** Of each `@requiresScopes`; all of them have to be met. */
  readonly scopes: readonly Alternatives[];
  readonly policies: readonly Alternatives[];
}

export const NO_DEMANDS: Demands = { isAuthenticated: false, scopes: [], policies: [] };

const AUTHENTICATED: Rule = { kind: 'authenticated' };

export function ruleOf({ isAuthenticated, scopes, policies }: Demands): Rule | undefined {
  return allOf([
    isAuthenticated || scopes.length > 0 ? AUTHENTICATED : undefined,
    ...scopes.map((alternatives) => oneOf('scope', alternatives)),
    ...policies.map((alternatives) => oneOf('policy', alternatives)),
  ]);
}

/** No alternative at all can be met by nobody. */
function oneOf(kind: 'scope' | 'policy', alternatives: Alternatives): Rule {
  const of = alternatives.map((names): Rule => ({ kind: 'all', of: names.map((name) => ({ kind, name })) }));
  return { kind: 'any', of };
}

/** More combinations than that are not tried; then one is taken not to follow. */
const MAX_COMBINATIONS = 10_000;

/** Whether who meets all of some demands meets these as well. */
export function followsFrom({ isAuthenticated, scopes, policies }: Demands, met: readonly Demands[]): boolean {
  const isKnown = met.some((each) => each.isAuthenticated || each.scopes.length > 0);
  if ((isAuthenticated || scopes.length > 0) && !isKnown) return false;
  const metScopes = met.flatMap((each) => each.scopes);
  const metPolicies = met.flatMap((each) => each.policies);
  return (
    scopes.every((alternatives) => isImplied(alternatives, metScopes)) &&
    policies.every((alternatives) => isImplied(alternatives, metPolicies))
  );
}

/** Whether each way to meet all of some lists of alternatives has one of these in full. */
function isImplied(alternatives: Alternatives, met: readonly Alternatives[]): boolean {
  let combinations = 0;
  const isMet = (chosen: ReadonlySet<string>, index: number): boolean => {
    combinations += 1;
    if (combinations > MAX_COMBINATIONS) return false;
    if (alternatives.some((names) => names.every((name) => chosen.has(name)))) return true;
    const next = met[index];
    return next?.every((names) => isMet(new Set([...chosen, ...names]), index + 1)) ?? false;
  };
  return isMet(new Set(), 0);
}
