import type { Writer } from '@accounts-center/db';
import { noteCenterChange } from '../membership/center-news.service.ts';
import { createAbort, overtaken } from './abort-change.service.ts';
import { enqueueInDoubt, enqueueResume } from './enqueue-jobs.ts';
import type { ChangeTools } from './profile.ts';
import type {
  ChangeDraft,
  ChangePlan,
  DecidedValues,
  NewProfile,
  Participant,
  ParticipantState,
  PlannedPart,
  ProfileChange,
  ProfileProblem,
  Refused,
} from './profile-change.ts';

/** How long this process has to complete a decided change itself, before the job does. */
const GRACE_MS = 5_000;

/** Everything is reserved as planned; or why not, and which parts may be reserved all the same. */
export type Verdict =
  | { readonly ok: true; readonly plan: ChangePlan }
  | (Refused & { readonly plan?: ChangePlan; readonly mayHold: ReadonlySet<string> });

type Decide = (draft: ChangeDraft, verdict: Verdict) => Promise<void>;

/**
 * Decides a change, in one transaction with the versions and settings it brings (PR3). Only a change that is still being
 * prepared, and in time, is decided; so whatever else decided it meanwhile – an equal request, its time, an unlink – has won.
 */
export function createDecide(tools: ChangeTools): Decide {
  const { db, clock, notes, changes, values } = tools;
  const abort = createAbort(tools);

  async function commit(tx: Writer, { change, request }: ChangeDraft, plan: ChangePlan): Promise<boolean> {
    const decidedAt = clock.now();
    if (decidedAt >= change.expiresAt) return false;
    const parts = plan.parts.map(decidedPart);
    const state = parts.some((part) => part.state === 'PENDING') ? 'COMMITTING' : 'COMMITTED';
    const decision = { state, values: decidedValues(plan.profile), decidedAt } as const;
    if (!(await changes.transition(tx, change.id, 'PREPARING', decision))) return false;
    for (const part of parts) await changes.savePart(tx, part);
    await saveVersions(tx, change, parts, decidedAt);
    await request.terms.commit(tx, change, plan.parts);
    await noteCenterChange(notes, tx, change.sourceAccountId);
    if (state === 'COMMITTING') await enqueueResume(tools, tx, change.id, new Date(decidedAt.getTime() + GRACE_MS));
    return true;
  }

  async function refuse(
    tx: Writer,
    { change, parts }: ChangeDraft,
    problems: readonly ProfileProblem[],
    mayHold: ReadonlySet<string>,
  ): Promise<void> {
    const state = mayHold.size > 0 ? 'ABORTING' : 'ABORTED';
    if (!(await abort(tx, change, problems, state))) return releaseLate(tx, change, parts, mayHold);
    const free = parts.filter(({ key }) => !mayHold.has(key));
    for (const part of free) await changes.savePart(tx, { ...part, state: 'RELEASED' });
    if (state === 'ABORTING') await enqueueResume(tools, tx, change.id, new Date(clock.now().getTime() + GRACE_MS));
  }

  /** Of a change that was decided meanwhile: has the apps told whose reservations we may have made after that. */
  async function releaseLate(
    tx: Writer,
    { id }: ProfileChange,
    parts: readonly Participant[],
    mayHold: ReadonlySet<string>,
  ): Promise<void> {
    const { change } = await changes.get(id, tx);
    if (change.state !== 'ABORTING' && change.state !== 'ABORTED') return;
    for (const { key, accountId } of parts)
      if (mayHold.has(key)) await enqueueInDoubt(tools, tx, tools.family.appOfAccount(accountId).app, key);
  }

  /** Counts each value that the change is about, in all who have it from now on. */
  async function saveVersions(
    tx: Writer,
    { id: changeId, versions }: ProfileChange,
    parts: readonly Participant[],
    changedAt: Date,
  ): Promise<void> {
    const given = new Set(parts.flatMap(({ changed }) => changed));
    const agreeing = parts.filter(({ state }) => state !== 'PAUSED');
    const rows = agreeing.flatMap(({ accountId, fields }) =>
      fields
        .filter((field) => given.has(field))
        .map((field) => ({ accountId, field, version: versions[field] ?? 1, changeId, changedAt })),
    );
    await values.put(tx, rows);
  }

  return (draft, verdict) =>
    db.write(
      async (tx) => {
        if (!verdict.ok) return refuse(tx, draft, verdict.problems, verdict.mayHold);
        if (await commit(tx, draft, verdict.plan)) return;
        const asked = verdict.plan.parts.filter(({ changed }) => changed.length > 0);
        await refuse(tx, draft, overtaken, new Set(asked.map(({ part }) => part.key)));
      },
      { name: 'decide profile change' },
    );
}

function decidedPart({ part, account, changed, isPaused }: PlannedPart): Participant {
  const { username, displayName, photo } = account;
  const before = { username, displayName, photoId: photo?.id ?? null };
  return { ...part, changed, before, state: stateOf(changed.length > 0, isPaused) };
}

function stateOf(hasChanges: boolean, isPaused: boolean): ParticipantState {
  if (isPaused) return 'PAUSED';
  return hasChanges ? 'PENDING' : 'APPLIED';
}

function decidedValues({ photo, ...names }: NewProfile): DecidedValues {
  if (photo === undefined) return names;
  return { ...names, photo: photo && { id: photo.facts.id, originId: photo.originId } };
}
