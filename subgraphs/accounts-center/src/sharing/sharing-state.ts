import type { SharingState } from '../generated/accounts-center.ts';
import { type DeliveryStage, isSettled } from './delivery-states.ts';

/** All deliveries of a post in one word (X7). */
export function sharingStateOf(deliveries: readonly { readonly state: DeliveryStage }[]): SharingState {
  if (!deliveries.every(({ state }) => isSettled(state))) return 'SHARING';
  const deliveredCount = deliveries.filter(({ state }) => state === 'DELIVERED').length;
  if (deliveredCount === 0) return 'NOT_SHARED';
  return deliveredCount === deliveries.length ? 'SHARED' : 'PARTLY_SHARED';
}
