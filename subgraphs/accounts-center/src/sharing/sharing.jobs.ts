import type { Writer } from '@accounts-center/db';
import { z } from 'zod';
import { SERVICE, type SliceDependencies } from '../slice.ts';
import type { Delivery } from './deliveries.store.ts';

export const DELIVER = 'sharing.deliver';
export const PUBLISH_HOME = 'sharing.publish-home';

export const deliverPayload = z.object({ deliveryId: z.string(), round: z.number() });
export const publishHomePayload = z.object({ crossPostId: z.string() });

type Jobs = Pick<SliceDependencies, 'outbox' | 'family'>;
type Round = Pick<Delivery, 'id' | 'round' | 'targetId'>;

/** Has a delivery worked on as soon as possible. */
export async function enqueueDelivery(jobs: Jobs, tx: Writer, delivery: Round): Promise<void> {
  await enqueueDeliver(jobs, tx, delivery, 'deliver');
}

/** Has a delivery in flight settled for good now, whatever the job that sent it waits for. */
export async function enqueueStop(jobs: Jobs, tx: Writer, delivery: Round): Promise<void> {
  await enqueueDeliver(jobs, tx, delivery, 'stop');
}

// At most one job for each purpose and round, and it stays until the round is settled.
async function enqueueDeliver({ outbox, family }: Jobs, tx: Writer, { id, round, targetId }: Round, purpose: string) {
  await outbox.enqueue(tx, {
    type: DELIVER,
    destination: SERVICE,
    lane: family.appOfAccount(targetId).service,
    payload: { deliveryId: id, round },
    dedupeKey: `${purpose}:${id}:${round}`,
  });
}

/** Has a post published at home by whoever is there at `availableAt`, if nobody has by then. */
export async function enqueuePublishHome(
  { outbox, family }: Jobs,
  tx: Writer,
  { id, authorId }: { readonly id: string; readonly authorId: string },
  availableAt: Date,
): Promise<void> {
  const lane = family.appOfAccount(authorId).service;
  await outbox.enqueue(tx, {
    type: PUBLISH_HOME,
    destination: SERVICE,
    lane,
    payload: { crossPostId: id },
    availableAt,
  });
}
