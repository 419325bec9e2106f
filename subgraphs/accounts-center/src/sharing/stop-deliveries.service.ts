import type { Writer } from '@accounts-center/db';
import type { DeliveryReason } from '../generated/accounts-center.ts';
import { createDeliveriesStore, type Delivery, type StoppedPair } from './deliveries.store.ts';
import { noteDeliveryChanges } from './delivery-news.service.ts';
import { enqueueStop } from './sharing.jobs.ts';
import type { SharingDependencies } from './sharing.ts';

export interface Stopped {
  /** What had not been sent, newest first. */
  readonly cancelled: readonly Delivery[];
  /** How many are in flight: each is still to be settled, and may have come. */
  readonly inFlight: number;
}

/**
 * Ends what is on its way, as a part of the transaction that ends the reason for it. What waits is cancelled at once; what is
 * in flight is settled by a job: the target says whether it came, and never takes it after that.
 */
export interface StopDeliveries {
  /** Between accounts. */
  between(tx: Writer, pair: StoppedPair, reason: DeliveryReason): Promise<Stopped>;
  /** Of one post. */
  ofPost(tx: Writer, crossPostId: string, reason: DeliveryReason): Promise<void>;
}

export function createStopDeliveries(deps: SharingDependencies): StopDeliveries {
  const { db, clock } = deps;
  const deliveries = createDeliveriesStore(db);

  async function settle(tx: Writer, stopped: readonly Delivery[]): Promise<void> {
    await noteDeliveryChanges(deps, tx, stopped);
    for (const delivery of stopped) if (delivery.state === 'STOPPING') await enqueueStop(deps, tx, delivery);
  }

  return {
    async between(tx, pair, reason) {
      const stopped = await deliveries.stopBetween(tx, pair, { at: clock.now(), reason });
      await settle(tx, stopped);
      const cancelled = stopped.filter(({ state }) => state === 'CANCELLED');
      return { cancelled, inFlight: stopped.length - cancelled.length };
    },

    async ofPost(tx, crossPostId, reason) {
      await settle(tx, await deliveries.applyToAll(tx, crossPostId, 'stop', { at: clock.now(), reason }));
    },
  };
}
