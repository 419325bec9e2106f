import type { SharingProgressFragment } from '../../generated/operations.ts';
import { nameOfUser, useCenter } from '../accounts/center.ts';
import { Instant } from '../forms/instant.tsx';
import { deliveryStates } from './words.ts';

type Delivery = SharingProgressFragment['deliveries'][number];

/** The way of one copy, with the reason where it did not arrive. */
export function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const center = useCenter();
  const { target, state, message, nextAttemptAt } = delivery;
  return (
    <li>
      The copy for {nameOfUser(center, target)} {deliveryStates[state]}. {message}{' '}
      {nextAttemptAt !== null && (
        <>
          Next try <Instant at={nextAttemptAt} />.
        </>
      )}
    </li>
  );
}
