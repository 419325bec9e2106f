import type { Publication } from '../app-contract/app-facts.ts';
import { askApp } from './ask-app.ts';
import { createCrossPostsStore } from './cross-posts.store.ts';
import type { Delivery, DeliveryFacts } from './deliveries.store.ts';
import type { DeliveryEvent } from './delivery-states.ts';
import { copyKey, homeOf, sendableCopy } from './drafts.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';

/** What has happened to a delivery, as its target's app tells it, or by its silence. */
export interface Told extends Omit<DeliveryFacts, 'at'> {
  readonly event: DeliveryEvent;
}

/** What is said to the app of a delivery's target. Each call only speaks; what it comes to is for the caller to write. */
export interface TargetCalls {
  /** Here is copy K. */
  send(sending: Delivery): Promise<Told>;
  /** Do you have copy K (X8)? */
  ask(delivery: Delivery): Promise<Told | 'UNSEEN'>;
  /** Keep copy K if you have it; if not, never take it. */
  close(delivery: Delivery): Promise<Told>;
}

export function createTargetCalls(deps: SharingDependencies, pace: SharingPace): TargetCalls {
  const { db, contract, log } = deps;
  const crossPosts = createCrossPostsStore(db);

  return {
    async send(sending) {
      const { id, crossPostId, targetId, attempts } = sending;
      const crossPost = await crossPosts.find(crossPostId);
      if (crossPost === undefined) throw new Error(`The delivery ${id} has no post.`);
      const copy = await sendableCopy(contract, sending, crossPost.draft);
      const { app } = homeOf(targetId);
      const options = { timeoutMs: pace.sendTimeoutMs };
      const asked = await askApp(() => contract.publishPost(app, copyKey(sending), copy, options));
      if (!asked.ok) {
        log.info({ deliveryId: id, app, attempts, failure: asked.failure }, 'A copy could not be delivered');
        return { event: asked.failure === 'unreachable' ? 'postpone' : 'lose' };
      }
      const [refusal] = asked.answer.refusals;
      if (refusal !== undefined) return { event: 'refuse', ...refusal };
      return toldBy(asked.answer.publication) ?? { event: 'lose' };
    },

    async ask(delivery) {
      const asked = await askApp(() => contract.publication(homeOf(delivery.targetId).app, copyKey(delivery)));
      return asked.ok ? (toldBy(asked.answer) ?? 'UNSEEN') : { event: 'lose' };
    },

    async close(delivery) {
      const { app } = homeOf(delivery.targetId);
      const asked = await askApp(() => contract.withdrawPost(app, copyKey(delivery), { keepPublished: true }));
      return (asked.ok && toldBy(asked.answer)) || { event: 'lose' };
    },
  };
}

/** Undefined when the app has seen nothing. */
function toldBy({ state, postId }: Publication): Told | undefined {
  if (state === 'PUBLISHED' && postId !== null) return { event: 'accept', copyId: postId };
  return state === 'WITHDRAWN' ? { event: 'withdraw' } : undefined;
}
