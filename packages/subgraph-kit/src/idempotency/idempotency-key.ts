import { badInput } from '../errors.ts';
import { storable } from '../storable.ts';

const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/**
 * Takes a caller's idempotency key for one if it has the form: 8 to 128 letters that a database can keep.
 * @throws badInput in the same words wherever a key is taken
 */
export function checkIdempotencyKey(key: string): void {
  if (key.length >= MIN_LENGTH && key.length <= MAX_LENGTH && storable(key) === key) return;
  throw badInput(`An idempotency key has ${MIN_LENGTH} to ${MAX_LENGTH} letters.`);
}
