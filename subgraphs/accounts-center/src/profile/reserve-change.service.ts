import { timeLeftMs } from '@accounts-center/subgraph-kit';
import type { MediaSource, ProfileRefusal, ProfileRefusalReason, ProfileValues } from '../app-contract/app-facts.ts';
import { askApp } from '../app-contract/ask-app.ts';
import type { App } from '../apps.ts';
import type { ProfileErrorCode, ProfileField } from '../generated/accounts-center.ts';
import type { ChangeTools } from './profile.ts';
import {
  type ChangeDraft,
  type ChangePlan,
  type NewPhoto,
  type PlannedPart,
  type ProfileChange,
  type ProfileProblem,
  type Refused,
  unavailable,
} from './profile-change.ts';

/** Long enough for an app to fetch and decode a photo, and far below the time in which a change must be decided. */
const PREPARE_TIMEOUT_MS = 20_000;
/** Of the time that the person's request has left, as the apps are to be told afterwards how it was decided. */
const PREPARE_SHARE = 0.75;

/** Everything is reserved; or why not, and which reservations may have to be released. */
type Reserved = { readonly ok: true } | (Refused & { readonly mayHold: ReadonlySet<string> });

type Reserve = (draft: ChangeDraft, plan: ChangePlan) => Promise<Reserved>;

/** Has every app check and reserve its part, all at the same time (PR3, PR4). */
export function createReserve({ contract, family }: Pick<ChangeTools, 'contract' | 'family'>): Reserve {
  async function sourceOf({ facts, ownerId }: NewPhoto, accountId: string): Promise<MediaSource> {
    const { sizeBytes: _, ...source } = facts;
    if (ownerId === accountId) return source;
    const { app, service } = family.appOfAccount(ownerId);
    return { ...source, service, grant: await contract.mediaGrant(app, facts.id) };
  }

  async function valuesFor(
    { part, changed }: PlannedPart,
    { profile }: ChangePlan,
    { versions, expiresAt }: ProfileChange,
  ): Promise<ProfileValues> {
    const { accountId } = part;
    const { username, displayName, photo } = profile;
    return {
      accountId,
      expiresAt,
      versions: changed.map((field) => ({ field, version: versions[field] ?? 1 })),
      ...(changed.includes('USERNAME') && username !== undefined && { username }),
      ...(changed.includes('DISPLAY_NAME') && displayName !== undefined && { displayName }),
      ...(changed.includes('PHOTO') && (photo ? { photo: await sourceOf(photo, accountId) } : { removePhoto: true })),
    };
  }

  /** @returns what stands against it, and whether the app may hold a reservation */
  async function prepare(planned: PlannedPart, plan: ChangePlan, change: ProfileChange) {
    const { key, accountId } = planned.part;
    const { app } = family.appOfAccount(accountId);
    const values = await valuesFor(planned, plan, change);
    const options = { timeoutMs: Math.min(PREPARE_TIMEOUT_MS, timeLeftMs() * PREPARE_SHARE) };
    const asked = await askApp(() => contract.prepareProfileChange(app, key, values, options));
    if (!asked.ok) return { key, problems: [unavailable(app)], mayHold: asked.failure !== 'unreachable' };
    const { state, refusals } = asked.answer;
    if (state === 'PREPARED') return { key, problems: [], mayHold: true };
    // Without a refusal the key was released already: we are too late.
    const problems =
      refusals.length > 0
        ? refusals.map((refusal) => problemOf(refusal, app))
        : [{ code: 'CHANGE_IN_PROGRESS' } as const];
    return { key, problems, mayHold: false };
  }

  return async ({ change }, plan) => {
    const asked = plan.parts.filter(({ changed }) => changed.length > 0);
    const answers = await Promise.all(asked.map((planned) => prepare(planned, plan, change)));
    const problems = answers.flatMap((answer) => answer.problems);
    if (problems.length === 0) return { ok: true };
    return { ok: false, problems, mayHold: new Set(answers.filter(({ mayHold }) => mayHold).map(({ key }) => key)) };
  };
}

const notAccepted: Record<ProfileField, ProfileErrorCode> = {
  USERNAME: 'USERNAME_NOT_ACCEPTED',
  DISPLAY_NAME: 'DISPLAY_NAME_NOT_ACCEPTED',
  PHOTO: 'PHOTO_NOT_ACCEPTED',
};

const codes: Partial<Record<ProfileRefusalReason, ProfileErrorCode>> = {
  TAKEN: 'USERNAME_TAKEN',
  COOL_DOWN: 'COOL_DOWN',
  ACCOUNT_NOT_ACTIVE: 'ACCOUNT_NOT_ACTIVE',
  STALE: 'CHANGE_IN_PROGRESS',
};

function problemOf({ field, reason, until }: ProfileRefusal, app: App): ProfileProblem {
  return { code: codes[reason] ?? notAccepted[field], about: field, reason, app, until };
}
