import type { Writer } from '@accounts-center/db';
import type { Viewer } from '../context.ts';
import type { ProfileField } from '../generated/accounts-center.ts';
import type { Authorize } from '../identity/identity.service.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { Changed, ProfileChanges } from '../profile/profile.ts';
import type { Refused } from '../profile/profile-change.ts';
import type { SliceDependencies } from '../slice.ts';

export interface ProfileSyncDependencies
  extends Pick<SliceDependencies, 'db' | 'family' | 'ids' | 'idempotency' | 'kick' | 'notes'> {
  readonly authorize: Authorize;
  readonly membership: MembershipService;
  readonly changes: ProfileChanges;
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

/** Keeps profiles the same across accounts. */
export interface ProfileSyncService {
  /** Makes accounts of the viewer's center the same as one of them, and keeps them so. */
  syncProfile(viewer: Viewer, input: SyncProfile): Promise<Changed | Refused>;
  /** Stops keeping fields of an account of the viewer's center the same. */
  stopProfileSync(viewer: Viewer, input: StopProfileSync): Promise<{ readonly ok: true } | Refused>;
  /** Part of an unlink: stops every sync of an account, and returns the fields that were kept the same. */
  stopFor(tx: Writer, accountId: string): Promise<readonly ProfileField[]>;
}
