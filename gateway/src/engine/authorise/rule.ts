/** What a caller must have. `undefined` stands for no rule. */
export type Rule =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scope' | 'policy'; readonly name: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Rule[] };

/** What a caller has. */
export interface Grants {
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
}

/** What a caller has, with those policies that were asked about and hold. */
export interface DecidedGrants extends Grants {
  readonly policies: ReadonlySet<string>;
}

export const NOTHING: DecidedGrants = { isAuthenticated: false, scopes: new Set(), policies: new Set() };

export function allOf(rules: readonly (Rule | undefined)[]): Rule | undefined {
  const of = distinct(rules.filter((rule) => rule !== undefined));
  return of.length > 1 ? { kind: 'all', of } : of[0];
}

/** One of them is enough, so there is no rule where one of them is none. */
export function anyOf(rules: readonly (Rule | undefined)[]): Rule | undefined {
  if (rules.length === 0 || rules.includes(undefined)) return undefined;
  const of = distinct(rules as readonly Rule[]);
  return of.length > 1 ? { kind: 'any', of } : of[0];
}

export function holds(rule: Rule, grants: DecidedGrants): boolean {
  switch (rule.kind) {
    case 'authenticated':
      return grants.isAuthenticated;
    case 'scope':
      // A scope says what somebody may do who is known.
      return grants.isAuthenticated && grants.scopes.has(rule.name);
    case 'policy':
      return grants.policies.has(rule.name);
    case 'all':
      return rule.of.every((each) => holds(each, grants));
    case 'any':
      return rule.of.some((each) => holds(each, grants));
  }
}

/** The names of all policies that a rule speaks of. */
export function policiesIn(rule: Rule): readonly string[] {
  if (rule.kind === 'policy') return [rule.name];
  return rule.kind === 'all' || rule.kind === 'any' ? rule.of.flatMap(policiesIn) : [];
}

/** Equal for equal rules. */
export function textOf(rule: Rule): string {
  return JSON.stringify(rule);
}

function distinct(rules: readonly Rule[]): readonly Rule[] {
  return [...new Map(rules.map((rule) => [textOf(rule), rule])).values()];
}
