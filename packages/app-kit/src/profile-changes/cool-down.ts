import type { CoolDown } from '../rules/rules.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** From when on changes count for a cool-down that is asked about at `now`. */
export function coolDownStart(rule: CoolDown, now: Date): Date {
  return new Date(now.getTime() - rule.days * DAY_MS);
}

/**
 * Until when a value may not be changed again (PR4); undefined when it may.
 * @param changedAt when it was changed since `coolDownStart`, the latest first
 */
export function coolDownEnd(rule: CoolDown, changedAt: readonly Date[]): Date | undefined {
  const oldestThatCounts = changedAt[rule.times - 1];
  return oldestThatCounts && new Date(oldestThatCounts.getTime() + rule.days * DAY_MS);
}
