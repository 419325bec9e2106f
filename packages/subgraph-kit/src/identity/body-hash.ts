import { createHash } from 'node:crypto';

/** What `IdentityClaims.bodyHash` is for a body: its SHA-256 in base64url. */
export function bodyHashOf(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}
