import type { AppContract } from '../app-contract/app-contract.ts';
import type { PostRefusal } from '../app-contract/app-facts.ts';
import { askApp } from './ask-app.ts';
import type { CrossPost } from './cross-posts.store.ts';
import type { Delivery } from './deliveries.store.ts';
import { copyDraft, homeOf } from './drafts.ts';
import type { SharedDraft } from './sharing.table.ts';

/** Which targets' apps refuse a copy before anything is sent, and why. Those that could not be asked are not in it. */
export type Verdicts = ReadonlyMap<string, PostRefusal>;

/** Asks every target's app at once (X5). One that does not answer in time is asked again with the delivery. */
export async function checkCopies(
  { contract, timeoutMs }: { contract: Pick<AppContract, 'checkPost'>; timeoutMs: number },
  authorId: string,
  targetIds: readonly string[],
  draft: SharedDraft,
): Promise<Verdicts> {
  const verdicts = new Map<string, PostRefusal>();
  const check = async (targetId: string): Promise<void> => {
    const copy = copyDraft(authorId, targetId, draft);
    const asked = await askApp(() => contract.checkPost(homeOf(targetId).app, copy, { timeoutMs }));
    const [refusal] = asked.ok ? asked.answer : [];
    if (refusal !== undefined) verdicts.set(targetId, refusal);
  };
  await Promise.all(targetIds.map(check));
  return verdicts;
}

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
