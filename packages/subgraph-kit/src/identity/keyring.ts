import { randomBytes, webcrypto } from 'node:crypto';

/** Base64 keys by direction, `issuer>audience`: a stolen key forges calls in one direction only. */
export type Keyring = Readonly<Record<string, string>>;

export type DirectionKey = webcrypto.CryptoKey;

const MIN_KEY_BYTES = 32;

/** New random keys for the directions named, each `issuer>audience`. */
export function generateKeyring(directions: readonly string[]): Keyring {
  return Object.fromEntries(directions.map((direction) => [direction, randomBytes(MIN_KEY_BYTES).toString('base64')]));
}

/**
 * The key of one direction, ready for HMAC with SHA-256.
 * @throws Error naming the direction when its key is missing or shorter than 32 bytes.
 */
export function importKey(keyring: Keyring, issuer: string, audience: string): Promise<DirectionKey> {
  const direction = `${issuer}>${audience}`;
  const bytes = Buffer.from(keyring[direction] ?? '', 'base64');
  if (bytes.length < MIN_KEY_BYTES)
    throw new Error(`The keyring has no key of at least ${MIN_KEY_BYTES} bytes for ${direction}.`);
  return webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}
