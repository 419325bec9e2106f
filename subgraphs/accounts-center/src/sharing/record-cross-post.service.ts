import type { Writer } from '@accounts-center/db';
import { refuse } from '../user-errors.ts';
import { writeResult } from '../write-result.ts';
import type { Targets } from './choose-targets.service.ts';
import { type CrossPost, createCrossPostsStore } from './cross-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import type { CrossPostPlan } from './plan-cross-post.service.ts';
import { enqueuePublishHome } from './sharing.jobs.ts';
import type { CrossPostRequest, SharingDependencies, SharingPace, SharingResult } from './sharing.ts';
import { newDeliveries } from './targets.ts';

/** A new post; or the earlier one for which the same key was claimed. */
export type Recorded =
  | { readonly kind: 'new'; readonly crossPost: CrossPost }
  | { readonly kind: 'replay'; readonly crossPostId: string };

/** The memory of what was asked for. */
export interface CrossPostRecords {
  /** What the request's key stands for already; undefined when for nothing. */
  find(request: CrossPostRequest): Promise<SharingResult<{ recorded: Recorded | undefined }>>;
  /** Writes the post down with its deliveries. From here on nothing is lost: a job finishes what is left open. */
  add(request: CrossPostRequest, plan: CrossPostPlan): Promise<SharingResult<{ recorded: Recorded }>>;
  /**
   * For a post that certainly was not published: it never will be, and the key is free, as if nothing had been asked for.
   * Does nothing once anybody else has set out to publish it.
   */
  undo(request: CrossPostRequest, crossPost: CrossPost): Promise<void>;
}

export function createCrossPostRecords(
  deps: SharingDependencies,
  pace: SharingPace,
  targets: Targets,
): CrossPostRecords {
  const { db, clock, ids, outbox, idempotency } = deps;
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);

  function newCrossPost(authorId: string, { draft }: CrossPostPlan): CrossPost {
    const nothingYet = { state: 'PUBLISHING', publishers: 1, postId: null, refusal: null } as const;
    return { id: ids.next('xps'), kind: 'POST', authorId, draft, ...nothingYet, createdAt: clock.now() };
  }

  async function add(tx: Writer, request: CrossPostRequest, plan: CrossPostPlan) {
    const crossPost = newCrossPost(request.authorId, plan);
    const { id, createdAt } = crossPost;
    const claim = await idempotency.claim(tx, { ...keyOf(request), resultId: id });
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
    await enqueuePublishHome(outbox, tx, crossPost, new Date(createdAt.getTime() + pace.takeUpAfterMs));
    return { ok: true, recorded: { kind: 'new', crossPost } } as const;
  }

  return {
    async find(request) {
      const earlier = await idempotency.find(keyOf(request));
      if (earlier.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
      return earlier.kind === 'replay' ? replay(earlier.resultId) : { ok: true, recorded: undefined };
    },

    add: (request, plan) => writeResult(db, (tx) => add(tx, request, plan)),

    async undo(request, crossPost) {
      const { id } = crossPost;
      await db.write(async (tx) => {
        if (!(await crossPosts.conclude(tx, id, { state: 'UNPUBLISHED' }, crossPost))) return;
        await deliveries.applyToAll(tx, id, 'stop', { at: clock.now(), reason: 'NOT_PUBLISHED' });
        await idempotency.release(tx, { ...keyOf(request), resultId: id });
      });
    },
  };
}

function keyOf(request: CrossPostRequest) {
  const { authorId, idempotencyKey } = request;
  return { scope: authorId, operation: 'crossPost', key: idempotencyKey, body: request };
}

function replay(crossPostId: string) {
  return { ok: true, recorded: { kind: 'replay', crossPostId } } as const;
}
