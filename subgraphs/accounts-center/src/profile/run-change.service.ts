import { type Begun, createBeginChange } from './begin-change.service.ts';
import { createComplete } from './complete-change.service.ts';
import { createDecide, type Verdict } from './decide-change.service.ts';
import { planChange } from './plan-change.ts';
import type { Changed, ChangeTools } from './profile.ts';
import { type ChangeDraft, type ChangePlan, type ChangeRequest, type Refused, refuseChange } from './profile-change.ts';
import { createReserve } from './reserve-change.service.ts';
import { createResume } from './resume-change.service.ts';
import { createSuggestUsernames } from './suggest-usernames.service.ts';
import { createSurvey } from './survey-accounts.service.ts';

export type RunChange = (request: ChangeRequest) => Promise<Changed | Refused>;

/**
 * A change of profiles in several apps, everywhere or nowhere (PR3): a two-phase commit, with this service as the coordinator and
 * the apps as its participants.
 *
 * | step     | what it does                                                        | in           | leads to               |
 * |----------|---------------------------------------------------------------------|--------------|------------------------|
 * | begin    | claims the key, writes the change down, holds its accounts          | a write      | PREPARING              |
 * | survey   | asks every app how the accounts stand                               | calls        |                        |
 * | plan     | finds out who gets what                                             | thought      |                        |
 * | reserve  | has every app check and reserve its part                            | calls        |                        |
 * | decide   | commits, with versions and settings; or aborts, and frees the key   | a write      | COMMITTING or ABORTING |
 * | complete | tells every app, until each has acknowledged it                     | calls, write | COMMITTED or ABORTED   |
 *
 * A process may die between any two. A job enqueued with the state then resumes: PREPARING is aborted when its time is over,
 * the other two are completed. An equal request, at the same time or after a crash, joins the change: it takes the same steps,
 * which have one effect, as apps know the parts by their keys and the first decision stands; both give its answer.
 */
export function createRunChange(tools: ChangeTools): RunChange {
  const { changes, family, kick } = tools;
  const begin = createBeginChange(tools);
  const survey = createSurvey(tools);
  const reserve = createReserve(tools);
  const decide = createDecide(tools);
  const complete = createComplete(tools);
  const suggest = createSuggestUsernames(tools);
  const { resume } = createResume(tools);

  async function run(request: ChangeRequest): Promise<Changed | Refused> {
    const begun = await begin(request);
    if (begun.kind !== 'held') return proceed(begun);
    // An app has not heard the end of an earlier change yet. It may answer by now, so that this one can begin.
    const isSilent = await resume(begun.by.changeId).then(
      () => false,
      () => true,
    );
    const again = await begin(request);
    return again.kind === 'held' && isSilent
      ? refuseChange('APP_UNAVAILABLE', { app: family.appOfAccount(again.by.accountId).app })
      : proceed(again);
  }

  async function proceed(begun: Begun): Promise<Changed | Refused> {
    if (begun.kind === 'refused') return { ok: false, problems: begun.problems };
    if (begun.kind === 'held') return refuseChange('CHANGE_IN_PROGRESS');
    if (begun.kind === 'decided') return outcome(begun.changeId);

    const { draft } = begun;
    const verdict = await prepare(draft);
    await decide(draft, verdict);
    kick();
    return outcome(draft.change.id, verdict.plan);
  }

  async function prepare(draft: ChangeDraft): Promise<Verdict> {
    const plan = planChange(draft, await survey(draft), family);
    if ('problems' in plan) return { ...plan, mayHold: new Set() };
    const reserved = await reserve(draft, plan);
    return reserved.ok ? { ok: true, plan } : { ...reserved, plan };
  }

  /** What a decided change came to, whoever decided it; as complete as it can be now. */
  async function outcome(changeId: string, plan?: ChangePlan): Promise<Changed | Refused> {
    await complete(changeId);
    const { change, parts } = await changes.get(changeId);
    if (change.problems === null) return { ok: true, parts };
    return { ok: false, problems: await suggest(change.problems, plan) };
  }

  return run;
}
