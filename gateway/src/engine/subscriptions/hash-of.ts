import { createHash } from 'node:crypto';

/** What stands for a value where only equality counts: what it is made of may be long, and is kept nowhere for it. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
