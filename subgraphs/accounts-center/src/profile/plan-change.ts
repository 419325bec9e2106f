import type { AppAccount } from '../app-contract/app-facts.ts';
import type { FamilyApps } from '../apps.ts';
import type { ProfileField } from '../generated/accounts-center.ts';
import type { PhotoOrigin } from './photo-origin.store.ts';
import {
  type ChangeDraft,
  type ChangePlan,
  type ChangeRequest,
  type NewPhoto,
  type NewProfile,
  type PlannedPart,
  type ProfileProblem,
  type Refused,
  refuseChange,
} from './profile-change.ts';
import type { Survey } from './survey-accounts.service.ts';

type Origins = ReadonlyMap<string, PhotoOrigin>;

/**
 * Plans who gets what. A value that is there already is left alone, so that it uses up no cool-down, and so is an account
 * that its app has verified, unless the change is made in it.
 */
export function planChange(
  { request, parts, isOfUse }: ChangeDraft,
  survey: Survey,
  family: FamilyApps,
): ChangePlan | Refused {
  const { accounts, origins } = survey;
  const gone = parts.filter(({ accountId }) => !mayAct(accounts.get(accountId), accountId === request.sourceAccountId));
  const notActive = gone.map(
    ({ accountId }): ProfileProblem => ({ code: 'ACCOUNT_NOT_ACTIVE', app: family.appOfAccount(accountId).app }),
  );
  const problems = survey.problems.length > 0 ? survey.problems : notActive;
  const source = accounts.get(request.sourceAccountId);
  if (problems.length > 0 || source === undefined) return { ok: false, problems };

  const profile =
    request.kind === 'UPDATE' ? wishedProfile(request, survey) : profileOf(source, request.fields, origins);
  const planned = parts.map((part): PlannedPart => {
    const account = accounts.get(part.accountId) ?? source;
    const isPaused = account.id !== source.id && account.isVerified;
    const changed = isPaused ? [] : part.fields.filter((field) => differs[field](account, profile, origins));
    return { part, account, changed, isPaused };
  });
  const changesValues = planned.some(({ changed }) => changed.length > 0);
  return changesValues || isOfUse ? { profile, parts: planned } : refuseChange('NOTHING_TO_DO');
}

// A verified follower is left out, whatever its state.
function mayAct(account: AppAccount | undefined, isSource: boolean): boolean {
  return account !== undefined && (account.state === 'ACTIVE' || (!isSource && account.isVerified));
}

function wishedProfile({ sourceAccountId, wish }: ChangeRequest, { upload, origins }: Survey): NewProfile {
  const { username, displayName, photoId } = wish;
  const photo = upload && {
    facts: upload,
    ownerId: sourceAccountId,
    originId: originOf(sourceAccountId, upload.id, origins),
  };
  return {
    ...(username !== undefined && { username }),
    ...(displayName !== undefined && { displayName }),
    ...(photoId !== undefined && { photo: photo ?? null }),
  };
}

function profileOf(source: AppAccount, fields: readonly ProfileField[], origins: Origins): NewProfile {
  const { id: ownerId, photo: facts } = source;
  const photo: NewPhoto | null = facts && { facts, ownerId, originId: originOf(ownerId, facts.id, origins) };
  return {
    ...(fields.includes('USERNAME') && { username: source.username }),
    ...(fields.includes('DISPLAY_NAME') && { displayName: source.displayName }),
    ...(fields.includes('PHOTO') && { photo }),
  };
}

/** Whether an account's value is another than the new one. */
const differs: Record<ProfileField, (account: AppAccount, profile: NewProfile, origins: Origins) => boolean> = {
  USERNAME: (account, { username }) => account.username !== username,
  DISPLAY_NAME: (account, { displayName }) => account.displayName !== displayName,
  PHOTO: ({ id, photo }, profile, origins) =>
    (photo && originOf(id, photo.id, origins)) !== (profile.photo?.originId ?? null),
};

function originOf(accountId: string, photoId: string, origins: Origins): string {
  const origin = origins.get(accountId);
  return origin?.photoId === photoId ? origin.originId : photoId;
}
