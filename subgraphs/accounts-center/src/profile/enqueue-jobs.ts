import type { Writer } from '@accounts-center/db';
import { SERVICE } from '../slice.ts';
import type { ChangeTools } from './profile.ts';

export const RESUME = 'profile-change.resume';
export const RESOLVE_IN_DOUBT = 'profile-change.resolve-in-doubt';

/** Has a change resumed by a job, whatever becomes of this process. */
export async function enqueueResume(
  { outbox }: Pick<ChangeTools, 'outbox'>,
  tx: Writer,
  changeId: string,
  availableAt: Date,
): Promise<void> {
  await outbox.enqueue(tx, { type: RESUME, destination: SERVICE, payload: { changeId }, availableAt });
}

/** Has an app told what became of a reservation that it holds. */
export async function enqueueInDoubt(
  { outbox }: Pick<ChangeTools, 'outbox'>,
  tx: Writer,
  app: string,
  key: string,
): Promise<void> {
  await outbox.enqueue(tx, { type: RESOLVE_IN_DOUBT, destination: SERVICE, payload: { app, key } });
}
