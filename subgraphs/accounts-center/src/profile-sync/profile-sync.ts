import type { Writer } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import type { ProfileField } from '../generated/accounts-center.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { SliceDependencies } from '../slice.ts';
import type { PhotoOriginStore } from './photo-origin.store.ts';
import type { ProfileChangeStore } from './profile-change.store.ts';
import type { Participant, ProfileWish, Refused } from './profile-change.ts';
import type { SyncSettingStore } from './sync-setting.store.ts';

export interface ProfileSyncDependencies extends SliceDependencies {
  readonly membership: MembershipService;
}

/** What the steps of a profile change work with. */
export interface ChangeTools extends ProfileSyncDependencies {
  readonly changes: ProfileChangeStore;
  readonly settings: SyncSettingStore;
  readonly photoOrigins: PhotoOriginStore;
}

interface UpdateProfile extends ProfileWish {
  readonly accountId: string;
  readonly idempotencyKey: string;
}

interface SyncProfile {
  readonly sourceAccountId: string;
  readonly accountIds: readonly string[];
  readonly fields: readonly ProfileField[];
  readonly idempotencyKey: string;
}

interface StopProfileSync {
  readonly accountId: string;
  readonly fields: readonly ProfileField[];
  readonly idempotencyKey: string;
}

/** Where a change stands in everybody who takes part, the lead first. */
export type Changed = { readonly ok: true; readonly parts: readonly Participant[] };

/** Whose value the others of a center take. */
interface FieldSource {
  readonly field: ProfileField;
  readonly sourceAccountId: string;
  readonly version: number;
}

/** Keeps profiles the same across accounts; every edit of a profile goes through here. */
export interface ProfileSyncService {
  /** Gives the viewer's account new values, and those that follow it in them. */
  updateProfile(viewer: Viewer, input: UpdateProfile): Promise<Changed | Refused>;
  /** Makes accounts of the viewer's center the same as one of them, and keeps them so. */
  syncProfile(viewer: Viewer, input: SyncProfile): Promise<Changed | Refused>;
  /** Stops keeping fields of an account of the viewer's center the same. */
  stopProfileSync(viewer: Viewer, input: StopProfileSync): Promise<{ readonly ok: true } | Refused>;
  /** The fields of a center that are kept the same. */
  sourcesOf(centerId: string): Promise<readonly FieldSource[]>;
  /** Part of an unlink: stops every sync of an account, and returns the fields that were kept the same. */
  stopFor(tx: Writer, accountId: string): Promise<readonly ProfileField[]>;
  /** Part of a link: forgets what was kept for a center that is no more. */
  forgetCenter(tx: Writer, centerId: string): Promise<void>;
}
