import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DeliveryEvent,
  type DeliveryStage,
  deliveryTransitions,
  isSettled,
  shownStates,
  transitionsOf,
} from './delivery-states.ts';

const stages = Object.keys(deliveryTransitions) as DeliveryStage[];
const eventsOf = (stage: DeliveryStage) => Object.keys(deliveryTransitions[stage]) as DeliveryEvent[];

/** The stages that can be reached by some events. */
function reachable(from: DeliveryStage, events: readonly DeliveryEvent[]): Set<DeliveryStage> {
  const found = new Set<DeliveryStage>([from]);
  for (const stage of found) {
    for (const event of events) {
      const after = deliveryTransitions[stage][event];
      if (after !== undefined) found.add(after);
    }
  }
  return found;
}

describe('the states of a delivery', () => {
  it('X6: shows one of the six states', () => {
    expect(new Set(Object.values(shownStates))).toEqual(
      new Set(['QUEUED', 'SENDING', 'DELIVERED', 'FAILED', 'UNKNOWN', 'CANCELLED']),
    );
  });

  it('reaches every stage from the first', () => {
    const all: DeliveryEvent[] = [
      'send',
      'accept',
      'refuse',
      'exhaust',
      'postpone',
      'lose',
      'stop',
      'withdraw',
      'retry',
    ];
    expect(reachable('QUEUED', all)).toEqual(new Set(stages));
  });

  it.each(stages.filter((stage) => !isSettled(stage)))('can end from %s, whatever the target says', (stage) => {
    for (const answer of ['accept', 'withdraw'] as const) {
      const ends = [...reachable(stage, ['send', 'lose', answer])].filter(isSettled);
      expect(ends, `by ${answer}`).not.toEqual([]);
    }
  });

  it.each(stages.filter((stage) => !isSettled(stage)))('can be stopped in %s', (stage) => {
    expect(['STOPPING', 'CANCELLED']).toContain(deliveryTransitions[stage].stop);
  });

  it('ends for good, but for what failed and is tried again', () => {
    expect(stages.filter(isSettled).map((stage) => [stage, eventsOf(stage)])).toEqual([
      ['FAILED', ['retry']],
      ['DELIVERED', []],
      ['CANCELLED', []],
    ]);
  });

  it('tells of an event what it leads to from where', () => {
    expect(transitionsOf('send')).toEqual([
      ['QUEUED', 'SENDING'],
      ['UNKNOWN', 'RESENDING'],
    ]);
    expect(transitionsOf('retry')).toEqual([['FAILED', 'QUEUED']]);
  });
});

describe('X8: what is called certain is certain', () => {
  /** The truth beside the table: whether a send of this round may still arrive. */
  interface Truth {
    stage: DeliveryStage;
    isUnderWay: boolean;
    isInDoubt: boolean;
  }

  function happen(truth: Truth, event: DeliveryEvent): void {
    const after = deliveryTransitions[truth.stage][event];
    if (after === undefined) return;
    if (event === 'send') truth.isUnderWay = true;
    // The owner may stop it while it is under way, and its job may find it so and give it up for lost.
    if (event === 'lose' || event === 'stop') truth.isInDoubt ||= truth.isUnderWay;
    // An answer speaks of the last send only; a key that was refused or withdrawn is so for all of them.
    if (event !== 'send') truth.isUnderWay = false;
    if (event === 'withdraw' || event === 'refuse') truth.isInDoubt = false;
    truth.stage = after;
  }

  it('in QUEUED, FAILED and CANCELLED no send of the round can arrive any more', () => {
    const event = fc.constantFrom<DeliveryEvent>(
      ...(['send', 'accept', 'refuse', 'exhaust', 'postpone', 'lose', 'stop', 'withdraw', 'retry'] as const),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const truth: Truth = { stage: 'QUEUED', isUnderWay: false, isInDoubt: false };
        for (const one of events) {
          happen(truth, one);
          const isCertain = ['QUEUED', 'FAILED', 'CANCELLED'].includes(truth.stage);
          expect(isCertain && (truth.isInDoubt || truth.isUnderWay), truth.stage).toBe(false);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
