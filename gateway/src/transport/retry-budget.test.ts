import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

it('lets a share of calls be repeated, and one a second of few', () => {
  let nowMs = 0;
  const budget = new RetryBudget(0.1, () => nowMs);
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
  nowMs += 1_000;
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
  for (let calls = 0; calls < 31; calls++) budget.earn();
  expect([budget.spend(), budget.spend(), budget.spend(), budget.spend()]).toEqual([true, true, true, false]);
});

it('of nothing gives nothing', () => {
  let nowMs = 0;
  const budget = new RetryBudget(0, () => nowMs);
  budget.earn();
  nowMs += 60_000;
  expect(budget.spend()).toBe(false);
});

it('whatever happens: no more than the share and the floor, and no more than twenty at once', () => {
  const step = fc.oneof(
    fc.constantFrom('earn' as const, 'spend' as const, 'spend' as const),
    fc.integer({ min: 0, max: 90_000 }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), fc.constantFrom(0.05, 0.1, 0.5, 1), (steps, share) => {
      let nowMs = 0;
      let [calls, repeated, atOnce] = [0, 0, 0];
      const budget = new RetryBudget(share, () => nowMs);
      for (const each of steps) {
        if (typeof each === 'number') nowMs += each;
        if (each === 'earn') {
          calls += 1;
          budget.earn();
        }
        const isGiven = each === 'spend' && budget.spend();
        atOnce = isGiven ? atOnce + 1 : each === 'spend' ? atOnce : 0;
        if (isGiven) repeated += 1;
        expect(repeated).toBeLessThanOrEqual(1 + share * calls + nowMs / 1_000 + 1e-9);
        expect(atOnce).toBeLessThanOrEqual(20);
      }
    }),
    { numRuns: 300 },
  );
});
