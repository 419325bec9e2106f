import { createHash } from 'node:crypto';
import { canonicalJson } from '../json.ts';

/** A short stand-in for a body, to tell later whether a key comes with another one. */
export function hashOf(body: unknown): string {
  return createHash('sha256').update(canonicalJson(body)).digest('base64url');
}
