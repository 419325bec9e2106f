import type { AppContract } from '../app-contract/app-contract.ts';
import type { Audience, PostRefusal } from '../app-contract/app-facts.ts';
import { askApp } from '../app-contract/ask-app.ts';
import type { FamilyApps } from '../apps.ts';
import { copyDraft, type Original } from './drafts.ts';

/** Which targets' apps refuse a copy before anything is sent, and why. Those that could not be asked are not in it. */
export type Verdicts = ReadonlyMap<string, PostRefusal>;

/**
 * Asks every target's app at once (X5). One that does not answer in time is asked again with the delivery.
 * @param seenBy who will see the post itself (X4)
 */
export async function checkCopies(
  { contract, family, timeoutMs }: { contract: Pick<AppContract, 'checkPost'>; family: FamilyApps; timeoutMs: number },
  original: Original,
  targetIds: readonly string[],
  seenBy: Audience,
): Promise<Verdicts> {
  const verdicts = new Map<string, PostRefusal>();
  const check = async (targetId: string): Promise<void> => {
    const copy = copyDraft(family, original, targetId, seenBy);
    const asked = await askApp(() => contract.checkPost(family.appOfAccount(targetId).app, copy, { timeoutMs }));
    const [refusal] = asked.ok ? asked.answer.refusals : [];
    if (refusal !== undefined) verdicts.set(targetId, refusal);
  };
  await Promise.all(targetIds.map(check));
  return verdicts;
}
