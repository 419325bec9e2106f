import type { FamilyApps } from '../apps.ts';
import type { ProfileErrorCode, ProfileField } from '../generated/accounts-center.ts';
import { KEY_REUSED, NOT_YOUR_ACCOUNT, SIGN_IN_AGAIN } from '../identity/identity.messages.ts';
import type { ProfileProblem } from './profile-change.ts';

/** A problem, with the name of its app in words. */
type Told = ProfileProblem & { readonly appName: string };
type Message = (problem: Told) => string;

const messages: Record<ProfileErrorCode, Message> = {
  ACCOUNT_NOT_FOUND: () => NOT_YOUR_ACCOUNT,
  NOTHING_TO_DO: () => 'There is nothing to change.',
  FOLLOWS_SOURCE: (problem) =>
    `The ${nameOf(problem)} is kept the same as on ${problem.appName}. Change it there, or stop keeping it the same first.`,
  USERNAME_TAKEN: (problem) => `Somebody has this username on ${problem.appName} already.`,
  USERNAME_NOT_ACCEPTED: (problem) => `${problem.appName} does not take this username${because(problem)}.`,
  DISPLAY_NAME_NOT_ACCEPTED: (problem) => `${problem.appName} does not take this display name${because(problem)}.`,
  PHOTO_NOT_ACCEPTED: (problem) => `${problem.appName} has no such photo of yours, or does not take it.`,
  COOL_DOWN: (problem) => `${problem.appName} does not let the ${nameOf(problem)} change again yet.`,
  ACCOUNT_NOT_ACTIVE: (problem) =>
    `${problem.appName} has suspended the account. To change the others, stop keeping it the same first.`,
  RECENT_AUTHENTICATION_REQUIRED: () => SIGN_IN_AGAIN,
  APP_UNAVAILABLE: (problem) =>
    `${problem.appName} does not answer at the moment. Nothing was changed; try again later.`,
  CHANGE_IN_PROGRESS: () => 'Another change of one of these accounts is on its way. Try again in a moment.',
  IDEMPOTENCY_KEY_REUSED: () => KEY_REUSED,
};

const fieldNames: Record<ProfileField, string> = { USERNAME: 'username', DISPLAY_NAME: 'display name', PHOTO: 'photo' };

const reasons: Partial<Record<NonNullable<ProfileProblem['reason']>, string>> = {
  TOO_SHORT: 'it is too short',
  TOO_LONG: 'it is too long',
  BAD_CHARACTERS: 'it has letters that are not allowed there',
  RESERVED: 'the app keeps this word for itself',
  LOOK_ALIKE: 'it looks like another name',
};

/** A problem in words for the person in front of the screen. */
export function messageOf(problem: ProfileProblem, family: FamilyApps): string {
  const { code, app } = problem;
  return messages[code]({ ...problem, appName: app === undefined ? 'The app' : family.named(app).type });
}

function nameOf({ about }: ProfileProblem): string {
  return about === undefined ? 'profile' : fieldNames[about];
}

function because({ reason }: ProfileProblem): string {
  const words = reason && reasons[reason];
  return words === undefined ? '' : `: ${words}`;
}
