import type { RuleUse } from './rate-limits.ts';

export const RATE_LIMITED = 'RATE_LIMITED';

/** Whole seconds, and never none: who comes back at once is too early. */
export function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}

/** Of those rules that are used up, when the last has begun anew. `undefined` when none is. */
export function retryAfterSeconds(uses: readonly RuleUse[]): number | undefined {
  const over = uses.filter(({ isOver }) => isOver);
  return over.length === 0 ? undefined : secondsOf(Math.max(...over.map(({ resetMs }) => resetMs)));
}

/** Tells a client what it may do: draft-ietf-httpapi-ratelimit-headers-11, and `Retry-After` when that was too much. */
export function rateLimitHeaders(uses: readonly RuleUse[]): [name: string, value: string][] {
  const scarcest = new Map<string, RuleUse>();
  for (const use of uses) {
    const { name } = use.rule;
    if (use.remaining < (scarcest.get(name)?.remaining ?? Number.POSITIVE_INFINITY)) scarcest.set(name, use);
  }
  if (scarcest.size === 0) return [];
  const all = [...scarcest.values()];
  const retryAfter = retryAfterSeconds(uses);
  return [
    ['ratelimit-policy', all.map(({ rule }) => `"${rule.name}";q=${rule.limit};w=${rule.perMs / 1_000}`).join(', ')],
    [
      'ratelimit',
      all.map(({ rule, remaining, resetMs }) => `"${rule.name}";r=${remaining};t=${secondsOf(resetMs)}`).join(', '),
    ],
    ...(retryAfter === undefined ? [] : [['retry-after', `${retryAfter}`] as [string, string]]),
  ];
}

export function tooMany(retryAfter: number): string {
  return `Too many requests. Try again in ${retryAfter} s.`;
}
