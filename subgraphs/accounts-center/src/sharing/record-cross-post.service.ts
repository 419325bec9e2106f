import { type Writer, writeResult } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import { refuse } from '../user-errors.ts';
import { type CrossPost, createCrossPostsStore, crossPostKey } from './cross-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import { newDeliveries } from './new-deliveries.ts';
import type { CrossPostPlan } from './plan-cross-post.service.ts';
import { enqueuePublishHome } from './sharing.jobs.ts';
import type { CrossPostRequest, SharingDependencies, SharingPace, SharingResult } from './sharing.ts';
import type { Targets } from './targets.service.ts';

/** A new post; or the earlier one for which the same key was claimed. */
export type Recorded =
  | { readonly kind: 'new'; readonly crossPost: CrossPost }
  | { readonly kind: 'replay'; readonly crossPostId: string };

/** The memory of what was asked for. */
export interface CrossPostRecords {
  /** What the request's key stands for already; undefined when for nothing. */
  find(request: CrossPostRequest): Promise<SharingResult<{ recorded: Recorded | undefined }>>;
  /** Writes the post down with its deliveries. From here on nothing is lost: a job finishes what is left open. */
  add(viewer: Viewer, request: CrossPostRequest, plan: CrossPostPlan): Promise<SharingResult<{ recorded: Recorded }>>;
}

export function createCrossPostRecords(
  deps: SharingDependencies,
  pace: SharingPace,
  targets: Targets,
): CrossPostRecords {
  const { db, clock, ids, idempotency, authorize } = deps;
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);

  function newCrossPost({ kind, authorId, idempotencyKey }: CrossPostRequest, { draft }: CrossPostPlan): CrossPost {
    const nothingYet = { state: 'PUBLISHING', publishers: 1, postId: null, refusal: null } as const;
    return { id: ids.next('xps'), kind, authorId, draft, idempotencyKey, ...nothingYet, createdAt: clock.now() };
  }

  async function add(tx: Writer, viewer: Viewer, request: CrossPostRequest, plan: CrossPostPlan) {
    const authorized = await authorize(tx, viewer);
    if (!authorized.ok) return authorized;
    const crossPost = newCrossPost(request, plan);
    const { id, createdAt } = crossPost;
    const claim = await idempotency.claim(tx, { ...crossPostKey(request), body: request, resultId: id });
    if (claim.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
    if (claim.kind === 'replay') return replay(claim.resultId);
    // An unlink, or a NEVER, may have come since the targets were asked.
    const chosen = await targets.choose(request, tx);
    if (!chosen.ok) return chosen;
    await crossPosts.add(tx, crossPost);
    await deliveries.add(
      tx,
      newDeliveries(crossPost, chosen.targetIds, plan.verdicts, () => ids.next('dlv')),
    );
    await enqueuePublishHome(deps, tx, crossPost, new Date(createdAt.getTime() + pace.resumeAfterMs));
    return { ok: true, recorded: { kind: 'new', crossPost } } as const;
  }

  return {
    async find(request) {
      const earlier = await idempotency.find({ ...crossPostKey(request), body: request });
      if (earlier.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
      return earlier.kind === 'replay' ? replay(earlier.resultId) : { ok: true, recorded: undefined };
    },

    add: (viewer, request, plan) => writeResult(db, (tx) => add(tx, viewer, request, plan)),
  };
}

function replay(crossPostId: string) {
  return { ok: true, recorded: { kind: 'replay', crossPostId } } as const;
}
