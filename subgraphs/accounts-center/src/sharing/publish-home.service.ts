import type { Writer } from '@accounts-center/db';
import { backoffMs, type JobHandler, timeLeftMs } from '@accounts-center/subgraph-kit';
import type { Publication } from '../app-contract/app-facts.ts';
import { askApp } from '../app-contract/ask-app.ts';
import { type Conclusion, type CrossPost, createCrossPostsStore, crossPostKey } from './cross-posts.store.ts';
import { createDeletedPostsStore } from './deleted-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import { homeDraft } from './drafts.ts';
import { enqueueDelivery, publishHomePayload } from './sharing.jobs.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';
import type { StopDeliveries } from './stop-deliveries.service.ts';

/**
 * Has a post published in its home app. Any number of requests and jobs may do so at once, as the post's id is the key.
 */
export interface PublishHome {
  /** For the one who has recorded the post: sends it. When the app certainly was not reached, that is the end of it. */
  publish(crossPost: CrossPost): Promise<void>;
  /**
   * For everybody else, whatever has happened before: asks first, and sends it only if it is not there (X8) and its time is
   * not over.
   * @returns undefined when the publication was concluded already
   */
  resume(crossPostId: string): Promise<'CONCLUDED' | 'PENDING' | undefined>;
  /** Resumes what a request has left open. */
  readonly job: JobHandler;
}

/** For the home app to publish it: it has the files. */
const PUBLISH_TIMEOUT_MS = 10_000;

/** What is found out. UNREACHED: this call was certainly not seen. UNSEEN: nothing has come yet. UNKNOWN: no answer. */
type Finding = Conclusion | 'UNREACHED' | 'UNSEEN' | 'UNKNOWN';

export function createPublishHome(deps: SharingDependencies, pace: SharingPace, stop: StopDeliveries): PublishHome {
  const { db, clock, contract, idempotency, random, kick } = deps;
  const appOf = (accountId: string) => deps.family.appOfAccount(accountId).app;
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);
  const deletedPosts = createDeletedPostsStore(db);

  async function send({ id, kind, authorId, draft }: CrossPost, timeoutMs = PUBLISH_TIMEOUT_MS): Promise<Finding> {
    if (draft === null) throw new Error(`The post ${id} has nothing to be published any more.`);
    const post = homeDraft({ kind, authorId, draft });
    const asked = await askApp(() => contract.publishPost(appOf(authorId), id, post, { timeoutMs }));
    if (!asked.ok) return asked.failure === 'unreachable' ? 'UNREACHED' : 'UNKNOWN';
    return findingOf(asked.answer);
  }

  async function ask({ id, authorId }: CrossPost): Promise<Finding> {
    const asked = await askApp(() => contract.publication(appOf(authorId), id));
    return asked.ok ? findingOf(asked.answer) : 'UNKNOWN';
  }

  /** Has the app promise not to publish it, unless it has. */
  async function withdraw({ id, authorId }: CrossPost): Promise<Finding> {
    const asked = await askApp(() => contract.withdrawPost(appOf(authorId), id, { keepPublished: true }));
    if (!asked.ok) return 'UNKNOWN';
    return asked.answer.state === 'WITHDRAWN' ? { state: 'UNPUBLISHED' } : findingOf(asked.answer);
  }

  function isOverdue({ createdAt }: CrossPost): boolean {
    return clock.now().getTime() - createdAt.getTime() >= pace.publishDeadlineMs;
  }

  /** @param isOnly whether it is to be concluded only if nobody else has set out to publish it */
  async function conclude(crossPost: CrossPost, finding: Conclusion, isOnly = false): Promise<void> {
    await db.write(async (tx) => {
      const conclusion = await unlessDeleted(tx, finding);
      if (!(await crossPosts.conclude(tx, crossPost.id, conclusion, isOnly ? crossPost : undefined))) return;
      await (conclusion.state === 'PUBLISHED' ? release(tx, crossPost) : cancel(tx, crossPost, conclusion));
    });
    kick();
  }

  /** The event of its deletion may have come before the answer that it was published. */
  async function unlessDeleted(tx: Writer, finding: Conclusion): Promise<Conclusion> {
    const isDeleted = finding.state === 'PUBLISHED' && (await deletedPosts.find(finding.postId, tx)) !== undefined;
    return isDeleted ? { state: 'DELETED' } : finding;
  }

  /** The post is there: its copies may go. */
  async function release(tx: Writer, { id }: CrossPost): Promise<void> {
    const added = await deliveries.ofCrossPosts([id], tx);
    for (const delivery of added) if (delivery.state === 'QUEUED') await enqueueDelivery(deps, tx, delivery);
  }

  /** There is no post, so there are no copies. What never was published is as if it had not been asked for. */
  async function cancel(tx: Writer, { id, authorId, idempotencyKey }: CrossPost, { state }: Conclusion): Promise<void> {
    await stop.ofPost(tx, id, state === 'DELETED' ? 'ORIGINAL_DELETED' : 'NOT_PUBLISHED');
    if (state === 'UNPUBLISHED' && idempotencyKey !== null)
      await idempotency.release(tx, { ...crossPostKey({ authorId, idempotencyKey }), resultId: id });
  }

  async function publish(crossPost: CrossPost): Promise<void> {
    // A request keeps half of the time that it has left, to ask whether it is there where the answer is lost.
    const sent = await send(crossPost, Math.min(PUBLISH_TIMEOUT_MS, timeLeftMs() / 2));
    if (sent === 'UNREACHED') return conclude(crossPost, { state: 'UNPUBLISHED' }, true);
    const found = sent === 'UNKNOWN' ? await ask(crossPost) : sent;
    if (isConclusion(found)) await conclude(crossPost, found);
  }

  async function resume(crossPostId: string): Promise<'CONCLUDED' | 'PENDING' | undefined> {
    const open = await crossPosts.find(crossPostId);
    if (open?.state !== 'PUBLISHING') return undefined;
    const crossPost = await db.write((tx) => crossPosts.join(tx, crossPostId));
    if (crossPost === undefined) return undefined;
    let found = await ask(crossPost);
    if (found === 'UNSEEN') found = await (isOverdue(crossPost) ? withdraw : send)(crossPost);
    if (!isConclusion(found)) return 'PENDING';
    await conclude(crossPost, found);
    return 'CONCLUDED';
  }

  const job: JobHandler = async (payload, { attempts }) => {
    const { crossPostId } = publishHomePayload.parse(payload);
    if ((await resume(crossPostId)) !== 'PENDING') return 'done';
    return { retryAt: new Date(clock.now().getTime() + backoffMs(pace.backoff, attempts, random)) };
  };

  return { publish, resume, job };
}

function isConclusion(finding: Finding): finding is Conclusion {
  return typeof finding === 'object';
}

function findingOf({ state, postId, refusals: [refusal] }: Publication): Finding {
  if (state === 'REFUSED' && refusal !== undefined) return { state, refusal };
  if (state === 'PUBLISHED' && postId !== null) return { state, postId };
  return state === 'WITHDRAWN' ? { state: 'DELETED' } : 'UNSEEN';
}
