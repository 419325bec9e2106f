import type { Audience, Publication } from '../app-contract/app-facts.ts';
import { askApp } from '../app-contract/ask-app.ts';
import { copyKey } from './copy-key.ts';
import type { CrossPost } from './cross-posts.store.ts';
import type { Delivery, DeliveryFacts } from './deliveries.store.ts';
import type { DeliveryEvent } from './delivery-states.ts';
import { sendableCopy } from './drafts.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';

/** What has happened to a delivery, as an app tells it, or by its silence. */
export interface Report extends Omit<DeliveryFacts, 'at'> {
  readonly event: DeliveryEvent;
}

/** What is said to the app of a delivery's target. Each call only speaks; what it comes to is for the caller to write. */
export interface TargetCalls {
  /** Here is copy K. Before, the home app is asked who may see the post itself by now (X4). */
  send(sending: Delivery, original: CrossPost): Promise<Report>;
  /** Do you have copy K (X8)? */
  ask(delivery: Delivery): Promise<Report | 'UNSEEN'>;
  /** Keep copy K if you have it; if not, never take it. */
  close(delivery: Delivery): Promise<Report>;
}

export function createTargetCalls({ contract, family, log }: SharingDependencies, pace: SharingPace): TargetCalls {
  /** Nothing is sent without the home app's word: a post may have become private, or be gone, since it was published. */
  async function audienceOf({ authorId, postId }: CrossPost): Promise<Audience | Report> {
    const asked = await askApp(() => contract.post(family.appOfAccount(authorId).app, postId ?? ''));
    if (!asked.ok) return { event: 'postpone' };
    return asked.answer?.audience ?? { event: 'stop', reason: 'ORIGINAL_DELETED' };
  }

  return {
    async send(sending, original) {
      const { id, targetId, attempts } = sending;
      const { draft } = original;
      if (draft === null) throw new Error(`The delivery ${id} has nothing to be sent any more.`);
      const seenBy = await audienceOf(original);
      if (typeof seenBy === 'object') return seenBy;
      const copy = await sendableCopy({ contract, family }, sending, { draft, seenBy });
      const { app } = family.appOfAccount(targetId);
      const options = { timeoutMs: pace.sendTimeoutMs };
      const asked = await askApp(() => contract.publishPost(app, copyKey(sending), copy, options));
      if (asked.ok) return reportOf(asked.answer) ?? { event: 'lose' };
      log.info({ deliveryId: id, app, attempts, failure: asked.failure }, 'A copy could not be delivered');
      return { event: asked.failure === 'unreachable' ? 'postpone' : 'lose' };
    },

    async ask(delivery) {
      const asked = await askApp(() =>
        contract.publication(family.appOfAccount(delivery.targetId).app, copyKey(delivery)),
      );
      return asked.ok ? (reportOf(asked.answer) ?? 'UNSEEN') : { event: 'lose' };
    },

    async close(delivery) {
      const { app } = family.appOfAccount(delivery.targetId);
      const asked = await askApp(() => contract.withdrawPost(app, copyKey(delivery), { keepPublished: true }));
      // A refusal is for good, as is a withdrawal.
      if (asked.ok && asked.answer.state === 'REFUSED') return { event: 'withdraw' };
      return (asked.ok && reportOf(asked.answer)) || { event: 'lose' };
    },
  };
}

/** Undefined when the app has seen nothing. */
function reportOf({ state, postId, refusals: [refusal] }: Publication): Report | undefined {
  if (refusal !== undefined) return { event: 'refuse', ...refusal };
  if (state === 'PUBLISHED' && postId !== null) return { event: 'accept', copyId: postId };
  return state === 'WITHDRAWN' ? { event: 'withdraw' } : undefined;
}
