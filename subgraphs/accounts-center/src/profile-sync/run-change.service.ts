import { appOfAccount } from './ask-app.ts';
import { type Begun, createBeginChange } from './begin-change.service.ts';
import { createCarryOn } from './carry-on-change.service.ts';
import { createDecide, type Verdict } from './decide-change.service.ts';
import { planChange } from './plan-change.ts';
import {
  type ChangeDraft,
  type ChangeRequest,
  type Participant,
  type Refused,
  refuseChange,
} from './profile-change.ts';
import type { Changed, ChangeTools } from './profile-sync.ts';
import { createReserve } from './reserve-change.service.ts';
import { createSettle } from './settle-change.service.ts';
import { createSuggestUsernames } from './suggest-usernames.service.ts';
import { createSurvey } from './survey-accounts.service.ts';

export type RunChange = (request: ChangeRequest) => Promise<Changed | Refused>;

/**
 * A change of profiles in several apps: everywhere or nowhere (PR3).
 *
 * | step    | what it does                                      | in           | leads to               |
 * |---------|---------------------------------------------------|--------------|------------------------|
 * | begin   | writes the change down and holds its accounts     | a write      | PREPARING              |
 * | survey  | asks every app how the accounts stand             | calls        |                        |
 * | plan    | finds out who gets what                           | thought      |                        |
 * | reserve | has every app check and reserve its part          | calls        |                        |
 * | decide  | for the change, with its settings; or against it  | a write      | COMMITTING or ABORTING |
 * | settle  | tells every app, until each has acknowledged it   | calls, write | COMMITTED or ABORTED   |
 *
 * A process may die between any two. A job enqueued with the state then carries on: PREPARING is aborted when its time is
 * over, the other two are settled. What apps are told twice has one effect, by its key.
 */
export function createRunChange(tools: ChangeTools): RunChange {
  const { changes, kick } = tools;
  const begin = createBeginChange(tools);
  const survey = createSurvey(tools);
  const reserve = createReserve(tools);
  const decide = createDecide(tools);
  const settle = createSettle(tools);
  const suggest = createSuggestUsernames(tools);
  const { carryOn } = createCarryOn(tools);

  async function run(request: ChangeRequest): Promise<Changed | Refused> {
    const begun = await begin(request);
    if (begun.kind !== 'held') return goOn(begun);
    // An app has not heard the end of an earlier change yet. It may answer by now, so that this one can begin.
    const isSilent = await carryOn(begun.by.changeId).then(
      () => false,
      () => true,
    );
    const again = await begin(request);
    return again.kind === 'held' && isSilent ? refuseSilent(again.by) : goOn(again);
  }

  async function goOn(begun: Begun): Promise<Changed | Refused> {
    if (begun.kind === 'refused') return { ok: false, problems: begun.problems };
    if (begun.kind === 'held') return refuseChange('CHANGE_IN_PROGRESS');
    if (begun.kind === 'earlier') return whereItStands(begun.changeId);

    const { draft } = begun;
    const verdict = await prepare(draft);
    const decision = await decide(draft, verdict);
    kick();
    await settle(draft.change.id);
    if (decision.ok) return whereItStands(draft.change.id);
    return { ok: false, problems: await suggest(decision.problems, verdict.plan) };
  }

  async function prepare(draft: ChangeDraft): Promise<Verdict> {
    const plan = planChange(draft, await survey(draft));
    if ('problems' in plan) return { ...plan, mayHold: new Set() };
    const reserved = await reserve(draft, plan);
    return reserved.ok ? { ok: true, plan } : { ...reserved, plan };
  }

  async function whereItStands(changeId: string): Promise<Changed> {
    const { parts } = await changes.get(changeId);
    return { ok: true, parts };
  }

  return run;
}

function refuseSilent({ accountId }: Participant): Refused {
  return refuseChange('APP_UNAVAILABLE', { app: appOfAccount(accountId) });
}
