import type { Writer } from '@accounts-center/db';
import { type Attempt, createDeliveriesStore, type Delivery, type DeliveryFacts } from './deliveries.store.ts';
import { noteDeliveryChanges } from './delivery-news.service.ts';
import type { DeliveryEvent } from './delivery-states.ts';
import type { SharingDependencies } from './sharing.ts';

/** Takes one attempt of a delivery a step further, and has its author told. Kick the outbox after it. */
export type StepDelivery = (
  tx: Writer,
  attempt: Attempt,
  event: DeliveryEvent,
  facts: DeliveryFacts,
) => Promise<Delivery | undefined>;

/** @returns the delivery after the event, or undefined when the event could not happen to this attempt any more */
export function createStepDelivery(deps: SharingDependencies): StepDelivery {
  const deliveries = createDeliveriesStore(deps.db);
  return async (tx, attempt, event, facts) => {
    const applied = await deliveries.apply(tx, attempt, event, facts);
    if (applied) await noteDeliveryChanges(deps, tx, [applied]);
    return applied;
  };
}
