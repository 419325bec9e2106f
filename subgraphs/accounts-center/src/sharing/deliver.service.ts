import { backoffMs, type Job, type JobHandler, type JobOutcome } from '@accounts-center/subgraph-kit';
import { createDeliveriesStore, type Delivery } from './deliveries.store.ts';
import type { DeliveryStage } from './delivery-states.ts';
import type { Progress } from './progress.ts';
import { deliverPayload } from './sharing.jobs.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';
import { createTargetCalls, type Told } from './target-calls.service.ts';

/** What a step comes to: the next step at once, or what the job comes to. */
type StepOutcome = 'next' | JobOutcome;
type Step = (delivery: Delivery, job: Job) => Promise<StepOutcome>;

/**
 * The job that brings one delivery to its end, step by step, each durable before the next begins. Two of them may work on
 * one delivery, as after a lease was lost: the key makes their sends one for the target, the attempt keeps their outcomes
 * apart for us.
 */
export function createDeliver(deps: SharingDependencies, pace: SharingPace, progress: Progress): JobHandler {
  const { db, clock, membership, random } = deps;
  const deliveries = createDeliveriesStore(db);
  const target = createTargetCalls(deps, pace);

  const steps: Readonly<Record<DeliveryStage, Step>> = {
    QUEUED: send,
    // Whoever was sending it has crashed, or has lost its lease: nobody knows what became of the send.
    SENDING: suspect,
    RESENDING: suspect,
    UNKNOWN: ask,
    FAILING: close,
    STOPPING: close,
    DELIVERED: end,
    FAILED: end,
    CANCELLED: end,
  };

  async function send(delivery: Delivery, job: Job): Promise<StepOutcome> {
    const sending = await begin(delivery);
    return sending === undefined ? 'next' : note(sending, await target.send(sending), job);
  }

  async function ask(delivery: Delivery, job: Job): Promise<StepOutcome> {
    const told = await target.ask(delivery);
    return told === 'UNSEEN' ? send(delivery, job) : note(delivery, told, job);
  }

  async function close(delivery: Delivery, job: Job): Promise<StepOutcome> {
    return note(delivery, await target.close(delivery), job);
  }

  async function suspect(delivery: Delivery): Promise<StepOutcome> {
    await db.write((tx) => deliveries.apply(tx, delivery, 'lose', { at: clock.now() }));
    return 'next';
  }

  /** The membership is looked at in the same transaction, so that nothing is sent after an unlink. */
  async function begin(delivery: Delivery): Promise<Delivery | undefined> {
    return db.write(async (tx) => {
      const at = clock.now();
      if (!(await membership.shareCenter(delivery.authorId, delivery.targetId, tx))) {
        await deliveries.apply(tx, delivery, 'stop', { at, reason: 'UNLINKED' });
        return undefined;
      }
      if (!isLast(delivery)) return deliveries.apply(tx, delivery, 'send', { at });
      await deliveries.apply(tx, delivery, 'refuse', { at, reason: 'APP_UNAVAILABLE' });
      return undefined;
    });
  }

  function isLast({ attempts }: Delivery): boolean {
    return attempts >= pace.maxAttempts;
  }

  /** Writes down what has happened. Where the target was not heard, the job comes back later, unless it was the last try. */
  async function note(delivery: Delivery, told: Told, job: Job): Promise<StepOutcome> {
    const at = clock.now();
    const isGivenUp = told.event === 'postpone' && isLast(delivery);
    const { event, ...facts }: Told = isGivenUp ? { event: 'refuse', reason: 'APP_UNAVAILABLE' } : told;
    const isUnheard = event === 'postpone' || event === 'lose';
    const nextAttemptAt = new Date(at.getTime() + backoffMs(pace.backoff, job.attempts, random));
    const wait = isUnheard && { nextAttemptAt };
    await db.write((tx) => deliveries.apply(tx, delivery, event, { at, ...facts, ...wait }));
    return isUnheard ? { retryAt: nextAttemptAt } : 'next';
  }

  return async (payload, job) => {
    const { deliveryId, round } = deliverPayload.parse(payload);
    for (;;) {
      const delivery = await deliveries.find(deliveryId);
      if (delivery?.round !== round) return 'done';
      const outcome = await steps[delivery.state](delivery, job);
      if (outcome === 'next') continue;
      progress.note(delivery.crossPostId, deliveryId);
      return outcome;
    }
  };
}

async function end(): Promise<StepOutcome> {
  return 'done';
}
