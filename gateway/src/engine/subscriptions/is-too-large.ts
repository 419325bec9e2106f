import type { EventPlan } from './resolve-event.ts';
import type { Wanted } from './subscription-host.ts';

/** Of its text and its variables: they are kept for as long as it is open. */
const MAX_SUBSCRIPTION_BYTES = 16 * 1024;
/** Of its plan, which is kept as long; short texts can ask for many fields. */
const MAX_PLAN_BYTES = 256 * 1024;

/** Whether a subscription would take too much memory for as long as it is open. */
export function isTooLarge({ operation, values }: Wanted, { prepared }: EventPlan): boolean {
  if (prepared.sizeBytes > MAX_PLAN_BYTES) return true;
  return Buffer.byteLength(operation.text) + Buffer.byteLength(JSON.stringify(values)) > MAX_SUBSCRIPTION_BYTES;
}
