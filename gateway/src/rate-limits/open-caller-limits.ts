import type { Logger } from '@accounts-center/subgraph-kit';
import type { Settings } from '../settings/settings.ts';
import { type CostBudget, createCostBudget } from './cost-budget.ts';
import { openCounters } from './open-counters.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';

/** What callers may have over time: how many requests, and at what cost. */
export interface CallerLimits {
  readonly rateLimits: RateLimits | undefined;
  readonly budget: CostBudget | undefined;
  /** Rejects while the store does not answer: each process counts for itself then. */
  check?(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the store of counts, where the settings want anything counted. @throws when its file can't be opened */
export async function openCallerLimits(
  { limits, rateLimits }: Pick<Settings, 'limits' | 'rateLimits'>,
  log: Pick<Logger, 'error' | 'info'>,
): Promise<CallerLimits> {
  const { costBudget } = limits;
  if (rateLimits.rules.length === 0 && !costBudget)
    return { rateLimits: undefined, budget: undefined, close: async () => {} };
  const counters = await openCounters(rateLimits.store, log);
  return {
    rateLimits: createRateLimits(rateLimits.rules, counters),
    budget: costBudget && createCostBudget(costBudget, counters),
    ...(counters.check && { check: counters.check }),
    close: () => counters.close(),
  };
}
