import { type EventHandler, type JobHandler, onEvent } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { FamilyApps } from '../apps.ts';
import { enqueueInDoubt, RESOLVE_IN_DOUBT, RESUME } from './enqueue-jobs.ts';
import type { ChangeTools } from './profile.ts';
import type { ResumeChange } from './resume-change.service.ts';

const resumePayload = z.object({ changeId: z.string() });
const inDoubtPayload = z.object({ key: z.string() });

/** What profile changes leave to the outbox. A job that can't reach an app throws, and comes back later and later. */
export function profileJobs({ resume, resolveInDoubt }: ResumeChange, { all }: FamilyApps): Record<string, JobHandler> {
  const resolvePayload = inDoubtPayload.extend({ app: z.enum(all.map(({ app }) => app)) });
  return {
    [RESUME]: async (payload) => {
      const undecided = await resume(resumePayload.parse(payload).changeId);
      return undecided === undefined ? 'done' : { retryAt: undecided.lookAgainAt };
    },
    [RESOLVE_IN_DOUBT]: async (payload) => {
      const { app, key } = resolvePayload.parse(payload);
      await resolveInDoubt(app, key);
      return 'done';
    },
  };
}

/** What apps tell of profile changes. */
export function profileEvents(tools: ChangeTools): Record<string, EventHandler> {
  return {
    'profile-change.in-doubt': onEvent(inDoubtPayload, async (tx, { key }, { source }) => {
      // An app can ask about its own reservations only.
      const entry = tools.family.all.find(({ service }) => service === source);
      if (entry !== undefined) await enqueueInDoubt(tools, tx, entry.app, key);
    }),
  };
}
