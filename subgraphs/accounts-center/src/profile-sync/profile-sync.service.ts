import type { EventHandler, JobHandler } from '@accounts-center/subgraph-kit';
import { createCarryOn } from './carry-on-change.service.ts';
import { createChangeProfile } from './change-profile.service.ts';
import { createFieldSources } from './field-sources.service.ts';
import { createPhotoOriginStore } from './photo-origin.store.ts';
import { createProfileChangeStore } from './profile-change.store.ts';
import { profileSyncEvents, profileSyncJobs } from './profile-sync.jobs.ts';
import type { ChangeTools, ProfileSyncDependencies, ProfileSyncService } from './profile-sync.ts';
import { createRunChange } from './run-change.service.ts';
import { createStopSync } from './stop-sync.service.ts';
import { createSyncSettingStore } from './sync-setting.store.ts';

export type { Changed, ProfileSyncService } from './profile-sync.ts';

interface ProfileSync {
  readonly service: ProfileSyncService;
  /** Handlers of this service's own jobs, by type. */
  readonly jobs: Readonly<Record<string, JobHandler>>;
  /** Handlers of the apps' events, by type. */
  readonly events: Readonly<Record<string, EventHandler>>;
}

export function createProfileSync(deps: ProfileSyncDependencies): ProfileSync {
  const { db } = deps;
  const settings = createSyncSettingStore(db);
  const stores = { settings, changes: createProfileChangeStore(db), photoOrigins: createPhotoOriginStore(db) };
  const tools: ChangeTools = { ...deps, ...stores };
  return {
    service: {
      ...createChangeProfile(createRunChange(tools)),
      ...createStopSync(tools),
      ...createFieldSources(tools),
      forgetCenter: (tx, centerId) => settings.removeVersions(tx, centerId),
    },
    jobs: profileSyncJobs(createCarryOn(tools)),
    events: profileSyncEvents(tools),
  };
}
