import type { SharingProgressFragment } from '../../generated/operations.ts';
import { nameOfId, useCenter } from '../accounts/center.ts';
import { nameOfApp } from '../apps/apps.ts';
import { Instant } from '../forms/instant.tsx';
import { deliveryStates } from './words.ts';

type Delivery = SharingProgressFragment['deliveries'][number];

/** The way of one copy, with the reason where it did not arrive. */
export function DeliveryLine({ delivery }: { readonly delivery: Delivery }) {
  const center = useCenter();
  const { target, state, message, nextAttemptAt } = delivery;
  const isMember = center.accounts.some(({ id }) => id === target?.id);
  const name = isMember || target === null ? nameOfId(center, target?.id) : `an account on ${nameOfApp(target.app)}`;
  return (
    <li>
      The copy for {name} {deliveryStates[state]}. {message}{' '}
      {nextAttemptAt !== null && (
        <>
          Next try <Instant at={nextAttemptAt} />.
        </>
      )}
    </li>
  );
}
