import { storable } from '@accounts-center/subgraph-kit';
import type { Audience, MediaFacts } from '../app-contract/app-facts.ts';
import { askApp } from '../app-contract/ask-app.ts';
import { refuse } from '../user-errors.ts';
import { checkCopies, type Verdicts } from './check-copies.service.ts';
import { homeDraft, type Original } from './drafts.ts';
import type { SharedDraft } from './sharing.table.ts';
import type { CrossPostRequest, SharingDependencies, SharingPace, SharingResult } from './sharing.ts';
import type { Targets } from './targets.service.ts';

type Step<Value extends object> = Promise<SharingResult<Value>>;

/** What the questions before the first write come to. */
export interface CrossPostPlan {
  readonly draft: SharedDraft;
  readonly verdicts: Verdicts;
}

/** Finds out, before anything is written, what a post consists of and what the apps say of it (X5). */
export function createPlanCrossPost(
  { contract, family }: SharingDependencies,
  pace: SharingPace,
  targets: Targets,
): (request: CrossPostRequest) => Step<{ plan: CrossPostPlan }> {
  async function describeMedia({ authorId, mediaIds }: CrossPostRequest): Step<{ media: readonly MediaFacts[] }> {
    if (mediaIds.length === 0) return { ok: true, media: [] };
    const asked = await askApp(() => contract.media(family.appOfAccount(authorId).app, authorId, mediaIds));
    if (!asked.ok) return refuse('APP_UNAVAILABLE');
    const media = asked.answer.filter((file): file is MediaFacts => file !== null);
    return media.length === mediaIds.length ? { ok: true, media } : refuse('MEDIA_NOT_FOUND', 'mediaIds');
  }

  /** The home app's word ends it, or says who will see the post (X4). */
  async function checkAtHome(original: Original): Step<{ seenBy: Audience }> {
    const { app } = family.appOfAccount(original.authorId);
    const asked = await askApp(() => contract.checkPost(app, homeDraft(original)));
    if (!asked.ok) return refuse('APP_UNAVAILABLE');
    const { audience, refusals } = asked.answer;
    const [refusal] = refusals;
    if (refusal !== undefined) return { ok: false, code: refusal.reason, message: refusal.message };
    return { ok: true, seenBy: audience };
  }

  return async (request) => {
    const { kind, authorId, text, audience } = request;
    const chosen = await targets.choose(request);
    if (!chosen.ok) return chosen;
    const described = await describeMedia(request);
    if (!described.ok) return described;
    const draft = { text: storable(text), audience, media: described.media };
    const original = { kind, authorId, draft };
    const checked = await checkAtHome(original);
    if (!checked.ok) return checked;
    const timing = { contract, family, timeoutMs: pace.checkTimeoutMs };
    const verdicts = await checkCopies(timing, original, chosen.targetIds, checked.seenBy);
    return { ok: true, plan: { draft, verdicts } };
  };
}
