import type { EventHandler, JobHandler } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { familyApps } from '../apps.ts';
import type { CarryOn } from './carry-on-change.service.ts';
import { ANSWER_DOUBT, CARRY_ON, enqueueAnswer } from './enqueue-jobs.ts';
import type { ChangeTools } from './profile-sync.ts';

const carryOnPayload = z.object({ changeId: z.string() });
const doubtPayload = z.object({ key: z.string() });
const answerPayload = doubtPayload.extend({ app: z.enum(familyApps.map(({ app }) => app)) });

/** What profile changes leave to the outbox. A job that can't reach an app throws, and comes back later and later. */
export function profileSyncJobs({ carryOn, answerDoubt }: CarryOn): Record<string, JobHandler> {
  return {
    [CARRY_ON]: async (payload) => {
      const undecided = await carryOn(carryOnPayload.parse(payload).changeId);
      return undecided === undefined ? 'done' : { retryAt: undecided.lookAgainAt };
    },
    [ANSWER_DOUBT]: async (payload) => {
      const { app, key } = answerPayload.parse(payload);
      await answerDoubt(app, key);
      return 'done';
    },
  };
}

/** What apps tell of profile changes. */
export function profileSyncEvents(tools: ChangeTools): Record<string, EventHandler> {
  return {
    'profile-change.in-doubt': async (tx, { payload, source }) => {
      // An app can ask about its own reservations only.
      const entry = familyApps.find(({ service }) => service === source);
      if (entry !== undefined) await enqueueAnswer(tools, tx, entry.app, doubtPayload.parse(payload).key);
    },
  };
}
