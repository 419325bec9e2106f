import type { EventHandler, JobHandler } from '@accounts-center/subgraph-kit';
import { createAbortUndecided } from './abort-change.service.ts';
import { createPhotoOriginStore } from './photo-origin.store.ts';
import { profileEvents, profileJobs } from './profile.jobs.ts';
import type { ChangeTools, ProfileChanges, ProfileDependencies, ProfileService } from './profile.ts';
import { createProfileChangeStore } from './profile-change.store.ts';
import { createProfileValueStore } from './profile-value.store.ts';
import { createResume } from './resume-change.service.ts';
import { createRunChange } from './run-change.service.ts';
import { createUpdateProfile } from './update-profile.service.ts';

interface Profile {
  readonly service: ProfileService;
  readonly changes: ProfileChanges;
  /** Handlers of this service's own jobs, by type. */
  readonly jobs: Readonly<Record<string, JobHandler>>;
  /** Handlers of the apps' events, by type. */
  readonly events: Readonly<Record<string, EventHandler>>;
  /** Deletes what was refused long ago. */
  sweep(): Promise<void>;
}

/** How long a change that was aborted can be looked at. */
const KEEP_ABORTED_MS = 7 * 24 * 60 * 60_000;

export function createProfile({ termsOfUpdate, ...deps }: ProfileDependencies): Profile {
  const { db, clock } = deps;
  const tools: ChangeTools = {
    ...deps,
    changes: createProfileChangeStore(db),
    values: createProfileValueStore(db),
    photoOrigins: createPhotoOriginStore(db),
  };
  const run = createRunChange(tools);
  return {
    service: { updateProfile: createUpdateProfile(run, termsOfUpdate) },
    changes: { run, abortUndecided: createAbortUndecided(tools) },
    jobs: profileJobs(createResume(tools), deps.family),
    events: profileEvents(tools),
    sweep: () => tools.changes.removeAborted(new Date(clock.now().getTime() - KEEP_ABORTED_MS)),
  };
}
