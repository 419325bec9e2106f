import type { Verdicts } from './check-copies.service.ts';
import type { CrossPost } from './cross-posts.store.ts';
import type { Delivery } from './deliveries.store.ts';

/** One delivery per target: failed from the start where the target's app refuses it, else waiting. */
export function newDeliveries(
  crossPost: CrossPost,
  targetIds: readonly string[],
  verdicts: Verdicts,
  newId: () => string,
): Delivery[] {
  const { id: crossPostId, kind, authorId, createdAt } = crossPost;
  return targetIds.map((targetId, position) => {
    const refusal = verdicts.get(targetId);
    return {
      id: newId(),
      crossPostId,
      position,
      kind,
      authorId,
      targetId,
      state: refusal === undefined ? 'QUEUED' : 'FAILED',
      reason: refusal?.reason ?? null,
      message: refusal?.message ?? null,
      copyId: null,
      attempts: 0,
      round: 0,
      nextAttemptAt: null,
      updatedAt: createdAt,
    };
  });
}
