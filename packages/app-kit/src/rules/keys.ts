import { createHash } from 'node:crypto';
import { canonicalJson } from '@accounts-center/subgraph-kit';
import { storable } from './letters.ts';

const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** Whether a text can be an idempotency key: 8 to 128 letters that a database can keep. */
export function isKey(key: string): boolean {
  return key.length >= MIN_LENGTH && key.length <= MAX_LENGTH && storable(key) === key;
}

/** A short stand-in for a body, to tell later whether a key comes with another one. */
export function hashOf(body: unknown): string {
  return createHash('sha256').update(canonicalJson(body)).digest('base64url');
}
