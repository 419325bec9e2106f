import type { Writer } from '@accounts-center/db';
import { SERVICE } from '../slice.ts';
import type { ChangeTools } from './profile-sync.ts';

export const CARRY_ON = 'profile-change.carry-on';
export const ANSWER_DOUBT = 'profile-change.answer-doubt';

/** Has a change carried on by a job, whatever becomes of this process. */
export async function enqueueCarryOn(
  { outbox }: ChangeTools,
  tx: Writer,
  changeId: string,
  availableAt: Date,
): Promise<void> {
  await outbox.enqueue(tx, { type: CARRY_ON, destination: SERVICE, payload: { changeId }, availableAt });
}

/** Has an app told what became of a reservation that it holds. */
export async function enqueueAnswer({ outbox }: ChangeTools, tx: Writer, app: string, key: string): Promise<void> {
  await outbox.enqueue(tx, { type: ANSWER_DOUBT, destination: SERVICE, payload: { app, key } });
}
