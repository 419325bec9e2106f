import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Breaker, type CallVerdict } from './breaker.ts';

const settings = { breakerThreshold: 0.5, breakerWindowMs: 10_000, breakerMinimumCalls: 20, breakerRestMs: 2_000 };
const begin = 1_000_000_000_000;

// cockatiel's sampling reads the time of the process.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: begin }));
afterEach(() => void vi.useRealTimers());

function create(told: Partial<typeof settings> = {}) {
  vi.setSystemTime(begin);
  const states: string[] = [];
  const breaker = new Breaker({ ...settings, ...told }, { now: Date.now, onChange: (state) => states.push(state) });
  const end = (verdict: CallVerdict, count = 1): void => {
    for (let index = 0; index < count; index++) breaker.end(breaker.begin(), verdict);
  };
  return { breaker, states, end };
}
const pass = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

it('opens when more than the share of calls fails, and not before there are enough of them', () => {
  const { breaker, states, end } = create();
  end('fails', 19);
  expect([breaker.refuses, states]).toEqual([false, []]);
  end('fails');
  expect([breaker.refuses, breaker.begin(), states]).toEqual([true, 0, ['open']]);

  const half = create();
  end('answers', 50);
  half.end('answers', 50);
  half.end('fails', 50);
  expect(half.states).toEqual([]);
  half.end('fails');
  expect(half.states).toEqual(['open']);
});

it('counts no calls that say nothing, and none at all with a threshold of 1', () => {
  const { states, end } = create();
  end('nothing', 1_000);
  expect(states).toEqual([]);
  const never = create({ breakerThreshold: 1 });
  never.end('fails', 1_000);
  expect(never.states).toEqual([]);
});

it('forgets what is older than its window, after a pause as well', () => {
  const { states, end } = create();
  end('fails', 19);
  pass(10_000);
  end('fails', 19);
  expect(states).toEqual([]);
});

it('has one call try the subgraph after a rest, and refuses the others meanwhile', () => {
  const { breaker, states, end } = create();
  end('fails', 20);
  pass(1_999);
  expect(breaker.begin()).toBe(0);
  pass(1);
  const trial = breaker.begin();
  expect([trial > 0, breaker.refuses, breaker.begin(), states]).toEqual([true, true, 0, ['open', 'half-open']]);
  breaker.end(trial, 'fails');
  pass(1_999);
  expect(breaker.refuses).toBe(true);
  pass(1);
  breaker.end(breaker.begin(), 'answers');
  expect([breaker.refuses, states.slice(2)]).toEqual([false, ['open', 'half-open', 'closed']]);
  end('fails', 19);
  expect(breaker.refuses).toBe(false);
});

it('lets the next call try when the one that did was given up', () => {
  const { breaker, states, end } = create();
  end('fails', 20);
  pass(2_000);
  breaker.end(breaker.begin(), 'nothing');
  expect([breaker.refuses, states.at(-1)]).toEqual([false, 'open']);
  expect(breaker.begin()).toBeGreaterThan(0);
  expect(breaker.begin()).toBe(0);
});

it('takes nothing for new that was sent before it opened: calls that hung fail long after the subgraph is back', () => {
  const { breaker, states, end } = create();
  const hanging = Array.from({ length: 100 }, () => breaker.begin());
  end('fails', 20);
  pass(2_000);
  breaker.end(breaker.begin(), 'answers');
  for (const era of hanging) breaker.end(era, 'fails');
  expect(states).toEqual(['open', 'half-open', 'closed']);
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'begin' } as const) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(20),
      verdict: fc.constantFrom<CallVerdict>('answers', 'fails', 'fails', 'nothing'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 5_000 }) }) },
);

it('whatever happens: it rests as long as told, one call at a time tries, and only enough failures open it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const told = { ...settings, breakerMinimumCalls: 5 };
      const { breaker, states } = create(told);
      const underWay: number[] = [];
      const counted: { at: number; fails: boolean }[] = [];
      let openedAt = Number.NEGATIVE_INFINITY;
      for (const each of steps) {
        const before = states.at(-1) ?? 'closed';
        const changes = states.length;
        if (each.kind === 'pass') pass(each.ms);
        if (each.kind === 'begin') {
          const era = breaker.begin();
          if (era > 0) underWay.push(era);
          if (before === 'half-open') expect(era).toBe(0);
          if (before === 'open' && era > 0) expect(Date.now() - openedAt).toBeGreaterThanOrEqual(told.breakerRestMs);
        }
        if (each.kind === 'end' && underWay.length > 0) {
          const [era = 0] = underWay.splice(each.which % underWay.length, 1);
          breaker.end(era, each.verdict);
          if (before === 'closed' && each.verdict !== 'nothing')
            counted.push({ at: Date.now(), fails: each.verdict === 'fails' });
          if (states.length > changes && before === 'closed') {
            const recent = counted.filter(({ at }) => Date.now() - at < 2 * told.breakerWindowMs);
            expect([states.at(-1), each.verdict]).toEqual(['open', 'fails']);
            expect(recent.length).toBeGreaterThanOrEqual(told.breakerMinimumCalls);
            expect(recent.some(({ fails }) => fails)).toBe(true);
          }
          if (states.length > changes && each.verdict === 'fails') openedAt = Date.now();
          if (states.at(-1) === 'closed' && before !== 'closed') counted.length = 0;
        }
        if (states.length > changes) expect(states.length).toBe(changes + 1);
      }
    }),
    { numRuns: 300 },
  );
});
