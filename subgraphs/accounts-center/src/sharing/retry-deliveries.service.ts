import { type Writer, writeResult } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import { refuse } from '../user-errors.ts';
import { createCrossPostsStore } from './cross-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import { noteDeliveryChanges } from './delivery-news.service.ts';
import type { Progress } from './progress.ts';
import { enqueueDelivery } from './sharing.jobs.ts';
import type { RetryRequest, SharingDependencies, SharingPace, SharingResult, SharingService } from './sharing.ts';

type Retried = SharingResult<{ readonly crossPostId: string; readonly retriedIds: readonly string[] }>;

/** Tries failed deliveries again, and no others (X8). What made them fail has made sure that no copy is there. */
export function createRetryDeliveries(
  deps: SharingDependencies,
  pace: SharingPace,
  progress: Progress,
): Pick<SharingService, 'retryDeliveries'> {
  const { db, family, clock, membership, idempotency, authorize, kick } = deps;
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);

  async function retry(tx: Writer, viewer: Viewer, { postId, idempotencyKey }: RetryRequest): Promise<Retried> {
    const authorized = await authorize(tx, viewer);
    if (!authorized.ok) return authorized;
    const [crossPost] = await crossPosts.byPosts([postId], tx);
    const isOwn = crossPost !== undefined && (await membership.shareCenter(viewer.accountId, crossPost.authorId, tx));
    if (!isOwn) return refuse('POST_NOT_FOUND', 'postId');
    const { id: crossPostId } = crossPost;
    const key = { scope: viewer.accountId, operation: 'retryDeliveries', key: idempotencyKey };
    const claim = await idempotency.claim(tx, { ...key, body: { postId }, resultId: crossPostId });
    if (claim.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
    if (claim.kind === 'replay') return { ok: true, crossPostId, retriedIds: [] };
    if (crossPost.state === 'DELETED') return refuse('POST_NOT_FOUND', 'postId');
    const retried = await deliveries.applyToAll(tx, crossPostId, 'retry', { at: clock.now() });
    await noteDeliveryChanges(deps, tx, retried);
    for (const delivery of retried) await enqueueDelivery(deps, tx, delivery);
    return { ok: true, crossPostId, retriedIds: retried.map(({ id }) => id) };
  }

  return {
    async retryDeliveries(viewer, request) {
      const { postId } = request;
      if (family.appOf(postId, 'post') === undefined) return refuse('POST_NOT_FOUND', 'postId');
      const result = await writeResult(db, (tx) => retry(tx, viewer, request));
      if (!result.ok) return result;
      using watch = progress.watch(result.crossPostId);
      kick();
      await watch.until(result.retriedIds, pace.answerWaitMs);
      return { ok: true, shared: { postId, deliveries: await deliveries.ofCrossPosts([result.crossPostId]) } };
    },
  };
}
