import { backoffMs, type Job, type JobHandler, type JobOutcome } from '@accounts-center/subgraph-kit';
import { createBeginSend, isLastTry } from './begin-send.service.ts';
import { createDeliveriesStore, type Delivery } from './deliveries.store.ts';
import type { DeliveryStage } from './delivery-states.ts';
import type { Progress } from './progress.ts';
import { deliverPayload } from './sharing.jobs.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';
import { createStepDelivery } from './step-delivery.service.ts';
import { createTargetCalls, type Report } from './target-calls.service.ts';

/** What a step comes to: the next step at once, or what the job comes to. */
type StepOutcome = 'next' | JobOutcome;
type Step = (delivery: Delivery, job: Job) => Promise<StepOutcome>;

/**
 * The job that brings one delivery to its end, step by step, each durable before the next begins. Two of them may work on
 * one delivery, as after a lease was lost: the key makes their sends one for the target, the attempt keeps their outcomes
 * apart for us.
 */
export function createDeliver(deps: SharingDependencies, pace: SharingPace, progress: Progress): JobHandler {
  const { db, clock, random, kick } = deps;
  const begin = createBeginSend(deps, pace);
  const deliveries = createDeliveriesStore(db);
  const step = createStepDelivery(deps);
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
    const begun = await begin(delivery);
    kick();
    if (begun === undefined) return 'next';
    return note(begun.sending, await target.send(begun.sending, begun.original), job);
  }

  async function ask(delivery: Delivery, job: Job): Promise<StepOutcome> {
    const report = await target.ask(delivery);
    return report === 'UNSEEN' ? send(delivery, job) : note(delivery, report, job);
  }

  async function close(delivery: Delivery, job: Job): Promise<StepOutcome> {
    return note(delivery, await target.close(delivery), job);
  }

  async function suspect(delivery: Delivery): Promise<StepOutcome> {
    await db.write((tx) => step(tx, delivery, 'lose', { at: clock.now() }));
    return 'next';
  }

  /** Writes down what has happened. Where the target was not heard, the job comes back later, unless it was the last try. */
  async function note(delivery: Delivery, report: Report, job: Job): Promise<StepOutcome> {
    const at = clock.now();
    const isExhausted = report.event === 'postpone' && isLastTry(delivery, pace);
    const { event, ...facts }: Report = isExhausted ? { event: 'exhaust', reason: 'APP_UNAVAILABLE' } : report;
    const isUnheard = event === 'postpone' || event === 'lose';
    const nextAttemptAt = new Date(at.getTime() + backoffMs(pace.backoff, job.attempts, random));
    const wait = isUnheard && { nextAttemptAt };
    await db.write((tx) => step(tx, delivery, event, { at, ...facts, ...wait }));
    kick();
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
