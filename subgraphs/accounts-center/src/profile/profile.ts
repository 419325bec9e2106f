import type { Reader, Writer } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import type { ProfileField } from '../generated/accounts-center.ts';
import type { Authorize } from '../identity/identity.service.ts';
import type { SliceDependencies } from '../slice.ts';
import type { PhotoOriginStore } from './photo-origin.store.ts';
import type { ProfileChangeStore } from './profile-change.store.ts';
import type {
  ChangeRequest,
  Participant,
  Participation,
  PlannedPart,
  ProfileChange,
  ProfileWish,
  Refused,
} from './profile-change.ts';
import type { ProfileValueStore } from './profile-value.store.ts';

/** Whom a change concerns beside its source, and what it brings beside values. Each is called inside a write. */
export interface ChangeTerms {
  /** Who takes part and with which fields, the source first; or why there can be no such change. */
  participants(tx: Reader): Promise<Participation | Refused>;
  /** Whether the change is of use even when no value differs. */
  isOfUse(tx: Reader, participation: Participation): Promise<boolean>;
  /** Part of the commit. */
  commit(tx: Writer, change: ProfileChange, parts: readonly PlannedPart[]): Promise<void>;
}

/** A change of an account's own, as far as its terms depend on it. */
export interface OwnChange {
  readonly viewer: Viewer;
  readonly sourceAccountId: string;
  readonly fields: readonly ProfileField[];
}

export interface ProfileDependencies extends SliceDependencies {
  readonly authorize: Authorize;
  /** What the other slices have an account's own change concern. */
  readonly termsOfUpdate: (change: OwnChange) => ChangeTerms;
}

/** What the steps of a profile change work with. */
export interface ChangeTools extends Omit<ProfileDependencies, 'termsOfUpdate'> {
  readonly changes: ProfileChangeStore;
  readonly values: ProfileValueStore;
  readonly photoOrigins: PhotoOriginStore;
}

interface UpdateProfile extends ProfileWish {
  readonly accountId: string;
  readonly idempotencyKey: string;
}

/** Where a change stands in everybody who takes part, the source first. */
export type Changed = { readonly ok: true; readonly parts: readonly Participant[] };

/** Every edit of a profile goes through here. */
export interface ProfileService {
  /** Gives the viewer's account new values, and those that follow it in them. */
  updateProfile(viewer: Viewer, input: UpdateProfile): Promise<Changed | Refused>;
}

/** Changes of profiles, for slices that stand on this one. */
export interface ProfileChanges {
  /** Changes profiles in several apps: everywhere or nowhere. */
  run(request: ChangeRequest): Promise<Changed | Refused>;
  /** Aborts the undecided changes that an account takes part in with one of these fields. */
  abortUndecided(tx: Writer, accountId: string, fields: readonly ProfileField[]): Promise<void>;
}
