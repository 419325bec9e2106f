import type { DeliveryState } from '../generated/accounts-center.ts';

/** Where a delivery stands, finer than the graph shows it: whether a send may still arrive decides what may happen next. */
export type DeliveryStage =
  | DeliveryState
  /** Is being sent while an earlier send may still arrive. */
  | 'RESENDING'
  /** Tried too often; but an earlier send may still arrive, so the target is to promise never to take it. */
  | 'FAILING'
  /** The owner has ended it in flight; the target is to promise the same. */
  | 'STOPPING';

/** What can happen to a delivery. */
export type DeliveryEvent =
  /** It is about to be sent. */
  | 'send'
  /** The target has the copy, as it answered or was found to. */
  | 'accept'
  /** The target has refused it, which is for good: no send of this round can bring it any more. */
  | 'refuse'
  /** It was tried too often. */
  | 'exhaust'
  /** The target was certainly not reached, and will be tried again. */
  | 'postpone'
  /** Nobody knows what became of the last call. */
  | 'lose'
  /** The owner has ended it. */
  | 'stop'
  /** The target has promised never to take it, or had it and its author has deleted it there. */
  | 'withdraw'
  /** The owner wants it tried again. */
  | 'retry';

/**
 * The states of a delivery: state × event → state. What is not here does not happen.
 * `QUEUED`, `FAILED` and `CANCELLED` are certain: no copy is at the target, and no send of this round can bring one.
 */
export const deliveryTransitions: Readonly<
  Record<DeliveryStage, Readonly<Partial<Record<DeliveryEvent, DeliveryStage>>>>
> = {
  QUEUED: { send: 'SENDING', exhaust: 'FAILED', stop: 'CANCELLED' },
  SENDING: {
    accept: 'DELIVERED',
    refuse: 'FAILED',
    exhaust: 'FAILED',
    postpone: 'QUEUED',
    lose: 'UNKNOWN',
    stop: 'STOPPING',
    withdraw: 'CANCELLED',
  },
  UNKNOWN: {
    send: 'RESENDING',
    accept: 'DELIVERED',
    refuse: 'FAILED',
    exhaust: 'FAILING',
    lose: 'UNKNOWN',
    stop: 'STOPPING',
    withdraw: 'CANCELLED',
  },
  RESENDING: {
    accept: 'DELIVERED',
    refuse: 'FAILED',
    exhaust: 'FAILING',
    postpone: 'UNKNOWN',
    lose: 'UNKNOWN',
    stop: 'STOPPING',
    withdraw: 'CANCELLED',
  },
  FAILING: { accept: 'DELIVERED', lose: 'FAILING', stop: 'STOPPING', withdraw: 'FAILED' },
  STOPPING: { accept: 'DELIVERED', lose: 'STOPPING', stop: 'STOPPING', withdraw: 'CANCELLED' },
  FAILED: { retry: 'QUEUED' },
  DELIVERED: {},
  CANCELLED: {},
};

/** What the graph shows of each. */
export const shownStates: Readonly<Record<DeliveryStage, DeliveryState>> = {
  QUEUED: 'QUEUED',
  SENDING: 'SENDING',
  UNKNOWN: 'UNKNOWN',
  RESENDING: 'SENDING',
  FAILING: 'UNKNOWN',
  STOPPING: 'UNKNOWN',
  FAILED: 'FAILED',
  DELIVERED: 'DELIVERED',
  CANCELLED: 'CANCELLED',
};

/** The ways in which an event can happen: the state before, the state after. */
export function transitionsOf(event: DeliveryEvent): (readonly [DeliveryStage, DeliveryStage])[] {
  const stages = Object.keys(deliveryTransitions) as DeliveryStage[];
  return stages.flatMap((before) => {
    const after = deliveryTransitions[before][event];
    return after === undefined ? [] : [[before, after] as const];
  });
}

/** Whether nothing happens to it any more by itself. */
export function isSettled(stage: DeliveryStage): boolean {
  return stage === 'DELIVERED' || stage === 'FAILED' || stage === 'CANCELLED';
}
