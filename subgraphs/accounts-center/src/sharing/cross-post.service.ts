import type { Viewer } from '../context.ts';
import { refuse } from '../user-errors.ts';
import { checkRequest } from './check-request.ts';
import { type CrossPost, createCrossPostsStore } from './cross-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import { isSettled } from './delivery-states.ts';
import { createPlanCrossPost } from './plan-cross-post.service.ts';
import type { Progress, Watch } from './progress.ts';
import type { PublishHome } from './publish-home.service.ts';
import { createCrossPostRecords } from './record-cross-post.service.ts';
import type {
  CrossPostRequest,
  SharedPost,
  SharingDependencies,
  SharingPace,
  SharingResult,
  SharingService,
} from './sharing.ts';
import { createTargets } from './targets.service.ts';

type Answer = Promise<SharingResult<{ shared: SharedPost }>>;

/**
 * One post at home and its copies elsewhere, by one request.
 *
 * | step    | what it does                                                | in           | leads to                              |
 * |---------|-------------------------------------------------------------|--------------|---------------------------------------|
 * | find    | has the same key been here before?                          | a read       | a repeat, when it has                 |
 * | plan    | chooses targets, describes media, has every app check (X5)  | calls        | nothing, when the home app refuses    |
 * | record  | writes the post, its deliveries and the key down            | a write      | PUBLISHING                            |
 * | publish | has the home app publish it                                 | calls, write | PUBLISHED, or that it will never be   |
 * | deliver | carries each copy, in a job of its own                      | jobs         | the deliveries' states                |
 *
 * A process may die between any two: a job, or the same request again, resumes what is PUBLISHING.
 */
export function createCrossPost(
  deps: SharingDependencies,
  pace: SharingPace,
  { home, progress }: { home: PublishHome; progress: Progress },
): Pick<SharingService, 'crossPost'> {
  const { db } = deps;
  const targets = createTargets(deps);
  const plan = createPlanCrossPost(deps, pace, targets);
  const records = createCrossPostRecords(deps, pace, targets);
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);

  async function share(viewer: Viewer, request: CrossPostRequest): Answer {
    const malformed = checkRequest(deps.family, viewer, request);
    if (malformed !== undefined) return malformed;
    const found = await records.find(request);
    if (!found.ok) return found;
    if (found.recorded?.kind === 'replay') return repeat(found.recorded.crossPostId);

    const planned = await plan(request);
    if (!planned.ok) return planned;
    const added = await records.add(viewer, request, planned.plan);
    if (!added.ok) return added;
    const { recorded } = added;
    return recorded.kind === 'replay' ? repeat(recorded.crossPostId) : publish(recorded.crossPost);
  }

  async function publish(crossPost: CrossPost): Answer {
    using watch = progress.watch(crossPost.id);
    await home.publish(crossPost);
    return await answer(crossPost.id, watch);
  }

  /** The same key again: the same post. */
  async function repeat(crossPostId: string): Answer {
    using watch = progress.watch(crossPostId);
    const outcome = await home.resume(crossPostId);
    return await answer(crossPostId, outcome === 'CONCLUDED' ? watch : undefined);
  }

  /** Where it stands; with a watch, after a moment in which copies may arrive. */
  async function answer(crossPostId: string, watch?: Watch): Answer {
    const crossPost = await crossPosts.find(crossPostId);
    if (crossPost === undefined) throw new Error(`The post ${crossPostId} was recorded and is not there.`);
    const { state, refusal } = crossPost;
    const postId = state === 'DELETED' ? null : crossPost.postId;
    if (state === 'UNPUBLISHED') return refuse('APP_UNAVAILABLE');
    if (refusal !== null) return { ok: false, code: refusal.reason, message: refusal.message };
    if (watch !== undefined && state === 'PUBLISHED') await arrivals(crossPostId, watch);
    return { ok: true, shared: { postId, deliveries: await deliveries.ofCrossPosts([crossPostId]) } };
  }

  async function arrivals(crossPostId: string, watch: Watch): Promise<void> {
    const added = await deliveries.ofCrossPosts([crossPostId]);
    const openIds = added.filter(({ state }) => !isSettled(state)).map(({ id }) => id);
    await watch.until(openIds, pace.answerWaitMs);
  }

  return { crossPost: share };
}
