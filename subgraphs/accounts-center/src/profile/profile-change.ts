import type { AppAccount, MediaFacts, ProfileRefusalReason } from '../app-contract/app-facts.ts';
import type { App } from '../apps.ts';
import type { Viewer } from '../context.ts';
import type { ProfileErrorCode, ProfileField } from '../generated/accounts-center.ts';
import type { ChangeTerms } from './profile.ts';

export const PROFILE_FIELDS = ['USERNAME', 'DISPLAY_NAME', 'PHOTO'] as const satisfies readonly ProfileField[];

/** PREPARING → COMMITTING → COMMITTED when every app has reserved it in time, else PREPARING → ABORTING → ABORTED. */
export type ChangeState = 'PREPARING' | 'COMMITTING' | 'COMMITTED' | 'ABORTING' | 'ABORTED';

/**
 * How an account stands to a change. WAITING: not decided, its app may hold a reservation. PENDING: decided, its app has not
 * acknowledged it. APPLIED: in effect, or nothing was to be changed. PAUSED: left out. RELEASED: aborted, nothing reserved.
 */
export type ParticipantState = 'WAITING' | 'PENDING' | 'APPLIED' | 'PAUSED' | 'RELEASED';

/** A change of one account, the source, carried to those that are kept the same as it. */
export interface ProfileChange {
  readonly id: string;
  /** UPDATE: the source gets new values. SYNC: the source keeps its values, and others begin to follow it. */
  readonly kind: 'UPDATE' | 'SYNC';
  readonly sourceAccountId: string;
  /** The signed-in account that asked for it. */
  readonly actorId: string;
  /** Claimed for it until it is aborted. */
  readonly idempotencyKey: string;
  readonly fields: readonly ProfileField[];
  /** Which version each field gets. */
  readonly versions: FieldVersions;
  readonly state: ChangeState;
  /** What it gives, known once it is decided. */
  readonly values: DecidedValues | null;
  /** Why it was aborted. */
  readonly problems: readonly ProfileProblem[] | null;
  readonly createdAt: Date;
  /** Until when it must be decided. */
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
}

export type FieldVersions = Readonly<Partial<Record<ProfileField, number>>>;

/** Who takes part in a change, and with which fields; the source first. */
export type Participation = ReadonlyMap<string, readonly ProfileField[]>;

/** One account's part in a change. */
export interface Participant {
  /** Under which its app knows its part. */
  readonly key: string;
  readonly changeId: string;
  /** 0 is the source. */
  readonly position: number;
  readonly accountId: string;
  /** The fields it takes part with. */
  readonly fields: readonly ProfileField[];
  /** Of those, the ones that differed; known once the change is decided. */
  readonly changed: readonly ProfileField[];
  /** What its profile was before; known once the change is decided. */
  readonly before: FormerProfile | null;
  readonly state: ParticipantState;
}

/** Whether the account's app may still be waiting for our word. */
export function isOpenPart({ state }: Participant): boolean {
  return state === 'WAITING' || state === 'PENDING';
}

/** A change with everybody's part in it, the source's first. */
export interface ChangeWithParts {
  readonly change: ProfileChange;
  readonly parts: readonly Participant[];
}

/** A change that is not decided, with what only the process knows that works on it. */
export interface ChangeDraft extends ChangeWithParts {
  readonly request: ChangeRequest;
  /** Whether it is of use even when no value differs. */
  readonly isOfUse: boolean;
}

/** The new values as they are kept: what is absent stayed as it was, and a null photo was taken away. */
export interface DecidedValues {
  readonly username?: string;
  readonly displayName?: string;
  readonly photo?: { readonly id: string; readonly originId: string } | null;
}

export interface FormerProfile {
  readonly username: string;
  readonly displayName: string;
  readonly photoId: string | null;
}

/** The new values as apps are told them: what is absent stays as it is, and a null photo is taken away. */
export interface NewProfile {
  readonly username?: string;
  readonly displayName?: string;
  readonly photo?: NewPhoto | null;
}

/** A photo of one account, for others to fetch. */
export interface NewPhoto {
  readonly facts: MediaFacts;
  readonly ownerId: string;
  /** The upload that it was copied from, itself when it was not: by this, copies are known to be the same picture. */
  readonly originId: string;
}

/** What a person asks for. */
export interface ChangeRequest {
  readonly kind: ProfileChange['kind'];
  readonly viewer: Viewer;
  readonly idempotencyKey: string;
  /** The input, without its key. */
  readonly body: unknown;
  readonly sourceAccountId: string;
  readonly fields: readonly ProfileField[];
  /** UPDATE: the new values. */
  readonly wish: ProfileWish;
  readonly terms: ChangeTerms;
}

const operations = { UPDATE: 'updateProfile', SYNC: 'syncProfile' } as const;

/** The idempotency key of a change. */
export function keyOf({ kind, actorId, idempotencyKey }: Pick<ProfileChange, 'kind' | 'actorId' | 'idempotencyKey'>) {
  return { scope: actorId, operation: operations[kind], key: idempotencyKey };
}

/** New values as a person gives them. */
export interface ProfileWish {
  readonly username?: string;
  readonly displayName?: string;
  /** Media that the account uploaded before; null takes the photo away. */
  readonly photoId?: string | null;
}

/** Why nothing was changed. */
export interface ProfileProblem {
  readonly code: ProfileErrorCode;
  /** The input field at fault. */
  readonly inputField?: string;
  /** The profile field that was refused. */
  readonly about?: ProfileField;
  readonly reason?: ProfileRefusalReason;
  /** The app that refuses. */
  readonly app?: App;
  readonly until?: Date | null;
  /** Of a refused username: others near it that every app taking part would take. */
  readonly alternatives?: readonly string[];
}

/** A problem as it is kept: JSON knows no instants. */
export type ProblemRow = Omit<ProfileProblem, 'until'> & { readonly until?: string | null };

export interface Refused {
  readonly ok: false;
  readonly problems: readonly ProfileProblem[];
}

/** Refuses for one reason. */
export function refuseChange(code: ProfileErrorCode, details: Omit<ProfileProblem, 'code'> = {}): Refused {
  return { ok: false, problems: [{ code, ...details }] };
}

/** Of an app that did not answer. */
export function unavailable(app: App): ProfileProblem {
  return { code: 'APP_UNAVAILABLE', app };
}

/** One account's part as planned: what of it differs, and what its app says of it now. */
export interface PlannedPart {
  readonly part: Participant;
  readonly account: AppAccount;
  readonly changed: readonly ProfileField[];
  /** Left out, since its app has verified it. */
  readonly isPaused: boolean;
}

export interface ChangePlan {
  readonly profile: NewProfile;
  readonly parts: readonly PlannedPart[];
}
