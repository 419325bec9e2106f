import fc from 'fast-check';
import type { App } from '../apps.ts';
import type { SharingChoice } from '../generated/accounts-center.ts';
import type { Fault } from './scripted-posts.fixture.ts';

/** One account of each. */
export const MEMBERS: App[] = ['FACEBOOK', 'INSTAGRAM', 'WHATSAPP', 'MESSENGER'];

export type Deed =
  /** `key` and `body` are few, so that requests come again, alike and not. */
  | {
      readonly kind: 'crossPost';
      readonly key: number;
      readonly body: number;
      readonly targets: readonly number[] | null;
    }
  | { readonly kind: 'set'; readonly choice: SharingChoice }
  | { readonly kind: 'tell'; readonly isCopy: boolean; readonly event: number }
  | {
      readonly kind:
        | 'unlink'
        | 'link'
        | 'retry'
        | 'work'
        | 'runTwice'
        | 'delete'
        | 'hear'
        | 'refuse'
        | 'take'
        | 'arrive';
    };

/** Something that happens, and the step at which the process that does it dies. */
export interface Act {
  readonly deed: Deed;
  readonly who: number;
  readonly whom: number;
  readonly lastStep: number;
}

/** What happens at the same time, and how the calls fail meanwhile, in their order. */
export interface Round {
  readonly acts: readonly Act[];
  readonly faults: readonly (Fault | undefined)[];
  readonly pauseMs: number;
}

const member = fc.nat({ max: MEMBERS.length - 1 });
const crossPost = fc.record({
  kind: fc.constant('crossPost' as const),
  key: fc.nat({ max: 2 }),
  body: fc.constantFrom(0, 0, 0, 1),
  targets: fc.oneof(fc.constant(null), fc.subarray([0, 1, 2, 3], { minLength: 1 })),
});
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: crossPost },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      choice: fc.constantFrom<SharingChoice[]>('ALWAYS', 'ALWAYS', 'ASK', 'NEVER'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('tell' as const), isCopy: fc.boolean(), event: fc.nat({ max: 2 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constantFrom('work' as const, 'runTwice' as const, 'retry' as const) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'unlink' as const,
        'link' as const,
        'delete' as const,
        'delete' as const,
        'hear' as const,
        'refuse' as const,
        'arrive' as const,
      ),
    }),
  },
);
const faults: readonly (Fault | undefined)[] = ['unreachable', 'missed', 'lost', 'late', 'late', 'error', 'slow'];
const fault = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 7, arbitrary: fc.constantFrom(...faults) },
);
const act: fc.Arbitrary<Act> = fc.record({
  deed,
  who: fc.oneof(fc.constant(0), member),
  whom: member,
  lastStep: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat({ max: 40 })),
});
const round: fc.Arbitrary<Round> = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 3 }),
  faults: fc.array(fault, { maxLength: 16 }),
  pauseMs: fc.constantFrom(0, 0, 2_000, 16_000, 700_000),
});

/** Rounds of what may happen. */
export const story = fc.array(round, { minLength: 1, maxLength: 10 });
