import type { ProfileSyncDependencies, ProfileSyncService } from './profile-sync.ts';
import { createStopSync } from './stop-sync.service.ts';
import { createSyncProfile } from './sync-profile.service.ts';

export type { ProfileSyncService } from './profile-sync.ts';

export function createProfileSync(deps: ProfileSyncDependencies): ProfileSyncService {
  return { ...createSyncProfile(deps), ...createStopSync(deps) };
}
