import type { MediaFacts } from '../app-contract/app-facts.ts';
import { storable } from '../storable.ts';
import { refuse } from '../user-errors.ts';
import { askApp } from './ask-app.ts';
import type { Targets } from './choose-targets.service.ts';
import { homeDraft, homeOf } from './drafts.ts';
import type { SharedDraft } from './sharing.table.ts';
import type { CrossPostRequest, SharingDependencies, SharingPace, SharingResult } from './sharing.ts';
import { checkCopies, type Verdicts } from './targets.ts';

type Step<Value extends object> = Promise<SharingResult<Value>>;

/** What the questions before the first write come to. */
export interface CrossPostPlan {
  readonly draft: SharedDraft;
  readonly verdicts: Verdicts;
}

/** Finds out, before anything is written, what a post consists of and what the apps say of it (X5). */
export function createPlanCrossPost(
  { contract }: SharingDependencies,
  pace: SharingPace,
  targets: Targets,
): (request: CrossPostRequest) => Step<{ plan: CrossPostPlan }> {
  async function describeMedia({ authorId, mediaIds }: CrossPostRequest): Step<{ media: readonly MediaFacts[] }> {
    if (mediaIds.length === 0) return { ok: true, media: [] };
    const asked = await askApp(() => contract.media(homeOf(authorId).app, authorId, mediaIds));
    if (!asked.ok) return refuse('APP_UNAVAILABLE');
    const media = asked.answer.filter((file): file is MediaFacts => file !== null);
    return media.length === mediaIds.length ? { ok: true, media } : refuse('MEDIA_NOT_FOUND', 'mediaIds');
  }

  /** The home app's word ends it; a target's is for its own copy. */
  async function check(
    authorId: string,
    targetIds: readonly string[],
    draft: SharedDraft,
  ): Step<{ verdicts: Verdicts }> {
    const [atHome, verdicts] = await Promise.all([
      askApp(() => contract.checkPost(homeOf(authorId).app, homeDraft(authorId, draft))),
      checkCopies({ contract, timeoutMs: pace.checkTimeoutMs }, authorId, targetIds, draft),
    ]);
    if (!atHome.ok) return refuse('APP_UNAVAILABLE');
    const [refusal] = atHome.answer;
    if (refusal !== undefined) return { ok: false, code: refusal.reason, message: refusal.message };
    return { ok: true, verdicts };
  }

  return async (request) => {
    const chosen = await targets.choose(request);
    if (!chosen.ok) return chosen;
    const described = await describeMedia(request);
    if (!described.ok) return described;
    const draft = { text: storable(request.text), audience: request.audience, media: described.media };
    const checked = await check(request.authorId, chosen.targetIds, draft);
    return checked.ok ? { ok: true, plan: { draft, verdicts: checked.verdicts } } : checked;
  };
}
