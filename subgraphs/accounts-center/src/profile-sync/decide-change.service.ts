import type { Writer } from '@accounts-center/db';
import { enqueueCarryOn } from './enqueue-jobs.ts';
import {
  type ChangeDraft,
  type ChangePlan,
  type DecidedValues,
  type NewProfile,
  type Participant,
  type ParticipantState,
  type PlannedPart,
  type ProfileChange,
  type Refused,
  refuseChange,
} from './profile-change.ts';
import type { ChangeTools } from './profile-sync.ts';

/** How long this process has to end a decided change itself, before the job does. */
const GRACE_MS = 5_000;

/** Everything is reserved as planned; or why not, and which parts may be reserved all the same. */
export type Verdict =
  | { readonly ok: true; readonly plan: ChangePlan }
  | (Refused & { readonly plan?: ChangePlan; readonly mayHold: ReadonlySet<string> });

type Decide = (draft: ChangeDraft, verdict: Verdict) => Promise<{ readonly ok: true } | Refused>;

/**
 * Decides a change, in one transaction with the settings it brings (PR3). Only a change that is still being prepared, and in
 * time, is decided for; so whatever else ended it meanwhile – its time, an unlink, a stop – has won.
 */
export function createDecide(tools: ChangeTools): Decide {
  const { db, clock, idempotency, membership, changes, settings } = tools;

  async function commit(tx: Writer, { change, request }: ChangeDraft, plan: ChangePlan): Promise<boolean> {
    const decidedAt = clock.now();
    const { kind } = await idempotency.find(request.claim, tx);
    if (kind !== 'new' || decidedAt >= change.expiresAt) return false;
    const parts = plan.parts.map(decidedPart);
    const state = parts.some((part) => part.state === 'PENDING') ? 'COMMITTING' : 'COMMITTED';
    const values = decidedValues(plan.profile);
    if (!(await changes.moveOn(tx, change.id, 'PREPARING', { state, values, decidedAt }))) return false;
    await idempotency.claim(tx, { ...request.claim, resultId: change.id });
    for (const part of parts) await changes.savePart(tx, part);
    await saveSettings(tx, change, plan.parts);
    if (state === 'COMMITTING') await enqueueCarryOn(tools, tx, change.id, new Date(decidedAt.getTime() + GRACE_MS));
    return true;
  }

  async function abort(tx: Writer, { change, parts }: ChangeDraft, mayHold: ReadonlySet<string>): Promise<void> {
    const state = mayHold.size > 0 ? 'ABORTING' : 'ABORTED';
    if (!(await changes.moveOn(tx, change.id, 'PREPARING', { state }))) return;
    const free = parts.filter(({ key }) => !mayHold.has(key));
    for (const part of free) await changes.savePart(tx, { ...part, state: 'RELEASED' });
    if (state === 'ABORTING') await enqueueCarryOn(tools, tx, change.id, new Date(clock.now().getTime() + GRACE_MS));
  }

  /** Notes who follows the lead from now on, and counts the change of each field that somebody follows it in. */
  async function saveSettings(tx: Writer, { leadId, fields }: ProfileChange, parts: readonly PlannedPart[]) {
    const synced = fields.filter((field) =>
      parts.some(({ part }) => part.accountId !== leadId && part.fields.includes(field)),
    );
    const now = parts.flatMap(({ part, isPaused }) => {
      const own = part.fields.filter((field) => synced.includes(field));
      return own.map((field) => ({ accountId: part.accountId, field, sourceAccountId: leadId, isPaused }));
    });
    const centerId = await membership.centerOf(leadId, tx);
    if (centerId === undefined || now.length === 0) return;
    await settings.put(tx, now);
    for (const field of synced) await settings.countChange(tx, centerId, field);
  }

  return (draft, verdict) =>
    db.write(
      async (tx) => {
        if (!verdict.ok) {
          await abort(tx, draft, verdict.mayHold);
          return { ok: false, problems: verdict.problems };
        }
        if (await commit(tx, draft, verdict.plan)) return { ok: true };
        const asked = verdict.plan.parts.filter(({ changed }) => changed.length > 0);
        await abort(tx, draft, new Set(asked.map(({ part }) => part.key)));
        return refuseChange('CHANGE_IN_PROGRESS');
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
