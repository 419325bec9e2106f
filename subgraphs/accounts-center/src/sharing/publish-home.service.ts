import type { Writer } from '@accounts-center/db';
import { backoffMs, type JobHandler } from '@accounts-center/subgraph-kit';
import type { PostRefusal, Publication } from '../app-contract/app-facts.ts';
import { askApp } from './ask-app.ts';
import { type Conclusion, type CrossPost, createCrossPostsStore } from './cross-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import { homeDraft, homeOf } from './drafts.ts';
import { enqueueDelivery, publishHomePayload } from './sharing.jobs.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';

/** `UNSEEN`: the app was certainly not reached. `PENDING`: it may have been; the job goes on asking. */
export type HomeOutcome = 'CONCLUDED' | 'UNSEEN' | 'PENDING';

/**
 * Has a post published in its home app. Any number of requests and jobs may do so at once, as the post's id is the key.
 */
export interface PublishHome {
  /** For the one who has recorded the post: sends it. */
  publish(crossPost: CrossPost): Promise<HomeOutcome>;
  /**
   * For everybody else, whatever has happened before: asks first, and sends it only if it is not there (X8).
   * @returns undefined when the publication is concluded already
   */
  takeUp(crossPostId: string): Promise<'CONCLUDED' | 'PENDING' | undefined>;
  /** Takes up what a request has left open. */
  readonly job: JobHandler;
}

/** What the home app tells, `REFUSED` for good. */
type Told = Conclusion | 'UNSEEN' | 'UNKNOWN';

export function createPublishHome(deps: SharingDependencies, pace: SharingPace): PublishHome {
  const { db, clock, contract, outbox, random, kick } = deps;
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);

  async function send(crossPost: CrossPost): Promise<Told> {
    const { id, authorId, draft } = crossPost;
    const asked = await askApp(() => contract.publishPost(homeOf(authorId).app, id, homeDraft(authorId, draft)));
    if (!asked.ok) return asked.failure === 'unreachable' ? 'UNSEEN' : 'UNKNOWN';
    const [refusal] = asked.answer.refusals;
    return refusal === undefined ? toldBy(asked.answer.publication) : close(crossPost, refusal);
  }

  /** A refusal speaks of one try. Another may be under way, so the app is to promise not to take that one either. */
  async function close({ id, authorId }: CrossPost, refusal: PostRefusal): Promise<Told> {
    const asked = await askApp(() => contract.withdrawPost(homeOf(authorId).app, id, { keepPublished: true }));
    if (!asked.ok) return 'UNKNOWN';
    return asked.answer.state === 'WITHDRAWN' ? { state: 'REFUSED', refusal } : toldBy(asked.answer);
  }

  async function ask({ id, authorId }: CrossPost): Promise<Told> {
    const asked = await askApp(() => contract.publication(homeOf(authorId).app, id));
    return asked.ok ? toldBy(asked.answer) : 'UNKNOWN';
  }

  async function conclude({ id }: CrossPost, told: Told): Promise<'CONCLUDED' | 'PENDING'> {
    if (told === 'UNSEEN' || told === 'UNKNOWN') return 'PENDING';
    await db.write(async (tx) => {
      if (!(await crossPosts.conclude(tx, id, told))) return;
      await (told.state === 'PUBLISHED' ? release(tx, id) : callOff(tx, id));
    });
    kick();
    return 'CONCLUDED';
  }

  /** The post is there: its copies may go. */
  async function release(tx: Writer, id: string): Promise<void> {
    const added = await deliveries.ofCrossPosts([id], tx);
    for (const delivery of added) if (delivery.state === 'QUEUED') await enqueueDelivery(outbox, tx, delivery);
  }

  /** There is no post, so there are no copies. */
  async function callOff(tx: Writer, id: string): Promise<void> {
    await deliveries.applyToAll(tx, id, 'stop', { at: clock.now(), reason: 'NOT_PUBLISHED' });
  }

  async function publish(crossPost: CrossPost): Promise<HomeOutcome> {
    const told = await send(crossPost);
    if (told === 'UNSEEN') return 'UNSEEN';
    return conclude(crossPost, told === 'UNKNOWN' ? await ask(crossPost) : told);
  }

  async function takeUp(crossPostId: string): Promise<'CONCLUDED' | 'PENDING' | undefined> {
    const found = await crossPosts.find(crossPostId);
    if (found?.state !== 'PUBLISHING') return undefined;
    const crossPost = await db.write((tx) => crossPosts.join(tx, crossPostId));
    if (crossPost === undefined) return undefined;
    const told = await ask(crossPost);
    return conclude(crossPost, told === 'UNSEEN' ? await send(crossPost) : told);
  }

  const job: JobHandler = async (payload, { attempts }) => {
    const { crossPostId } = publishHomePayload.parse(payload);
    if ((await takeUp(crossPostId)) !== 'PENDING') return 'done';
    return { retryAt: new Date(clock.now().getTime() + backoffMs(pace.backoff, attempts, random)) };
  };

  return { publish, takeUp, job };
}

function toldBy({ state, postId }: Publication): Told {
  if (state === 'PUBLISHED' && postId !== null) return { state, postId };
  return state === 'WITHDRAWN' ? { state: 'GONE' } : 'UNSEEN';
}
