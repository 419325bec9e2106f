import type { Writer } from '@accounts-center/db';
import type { DeliveryReason } from '../generated/accounts-center.ts';
import { createDeliveriesStore, type Delivery, type StoppedPair } from './deliveries.store.ts';
import { enqueueStop } from './sharing.jobs.ts';
import type { SharingDependencies } from './sharing.ts';

const MAX_LISTED = 100;

/**
 * Ends what is on its way between accounts, as a part of the transaction that ends the reason for it. What waits is
 * cancelled at once; what is in flight is settled by a job: the target says whether it came, and never takes it after that.
 * @returns what was cancelled, newest first, at most 100
 */
export type StopDeliveries = (tx: Writer, pair: StoppedPair, reason: DeliveryReason) => Promise<readonly Delivery[]>;

export function createStopDeliveries({ db, clock, outbox }: SharingDependencies): StopDeliveries {
  const deliveries = createDeliveriesStore(db);

  return async (tx, pair, reason) => {
    const stopped = await deliveries.stopBetween(tx, pair, { at: clock.now(), reason });
    for (const delivery of stopped) if (delivery.state === 'STOPPING') await enqueueStop(outbox, tx, delivery);
    return stopped.filter(({ state }) => state === 'CANCELLED').slice(0, MAX_LISTED);
  };
}
