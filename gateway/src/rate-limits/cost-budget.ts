import type { Settings } from '../settings/settings.ts';
import { callerKey } from './caller-key.ts';
import type { Counters } from './open-counters.ts';
import type { LimitedCaller } from './rate-limits.ts';

export interface Charged {
  readonly remaining: number;
  readonly resetMs: number;
  /** Replaces the estimate by what it cost indeed. */
  settle(actual: number): Promise<void>;
}

export type BudgetAnswer =
  | ({ readonly kind: 'charged' } & Charged)
  /** `isHopeless`: it costs more than anybody may spend at a time. */
  | { readonly kind: 'exceeded'; readonly resetMs: number; readonly isHopeless: boolean };

/** What the operations of one caller may cost together, in a time that begins with the first. */
export interface CostBudget {
  charge(caller: LimitedCaller, estimated: number): Promise<BudgetAnswer>;
}

type BudgetSettings = NonNullable<Settings['limits']['costBudget']>;

/** @param now in milliseconds */
export function createCostBudget({ cost, perMs }: BudgetSettings, counters: Counters, now = Date.now): CostBudget {
  const counter = counters.counter({ name: 'cost-budget:', limit: cost, perMs, blocks: false });
  return {
    charge: async (caller, estimated) => {
      const [key, charged] = [callerKey(caller), Math.ceil(estimated)];
      // Nor may anybody spend what is no number: the store would take it for a failure.
      if (!(charged <= cost)) return { kind: 'exceeded', resetMs: perMs, isHopeless: true };
      const use = await counter.use(key, charged);
      const endsAt = now() + use.resetMs;
      const correct = async (points: number): Promise<void> => {
        // The time in which it was charged may be over. What is no number leaves the estimate.
        if (points !== 0 && Number.isFinite(points) && now() < endsAt) await counter.correct(key, points);
      };
      if (!use.isOver) {
        const { remaining, resetMs } = use;
        return { kind: 'charged', remaining, resetMs, settle: (actual) => correct(Math.ceil(actual) - charged) };
      }
      // What is refused costs nothing, and something smaller may fit.
      await correct(-charged);
      return { kind: 'exceeded', resetMs: use.resetMs, isHopeless: false };
    },
  };
}
