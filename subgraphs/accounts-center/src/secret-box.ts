import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_LENGTH = 8;

/** Keeps secrets at rest. Each purpose has keys of its own, derived from the service's secret keys. */
export interface SecretBox {
  /** Encrypts (AES-256-GCM); `purpose` is needed again to open it. */
  seal(plain: string, purpose: string): string;
  /** @throws when the text was not sealed for this purpose by one of the keys, or was altered */
  open(sealed: string, purpose: string): string;
  /** A keyed hash, under the newest key: for what is too short to be hashed without one. */
  mac(text: string, purpose: string): string;
}

interface SecretKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * @param secretKeys base64 keys of 32 bytes, the newest first: it seals, all of them open
 * @throws when there is none, or one has another length
 */
export function createSecretBox(secretKeys: readonly string[]): SecretBox {
  const [newest, ...older] = secretKeys.map(readKey);
  if (newest === undefined) throw new Error('There is no secret key.');
  const byId = new Map([newest, ...older].map((key) => [key.id, key]));

  return {
    seal(plain, purpose) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', derive(newest, purpose), nonce);
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${newest.id}.${sealed.toString('base64url')}`;
    },
    open(sealed, purpose) {
      const key = byId.get(sealed.slice(0, KEY_ID_LENGTH));
      if (key === undefined) throw new Error('No secret key of ours sealed this.');
      const bytes = Buffer.from(sealed.slice(KEY_ID_LENGTH + 1), 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', derive(key, purpose), bytes.subarray(0, NONCE_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
    mac(text, purpose) {
      return createHmac('sha256', derive(newest, purpose)).update(text).digest('base64url');
    },
  };
}

function readKey(base64: string): SecretKey {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== KEY_BYTES) throw new Error(`A secret key has ${KEY_BYTES} bytes.`);
  const id = createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, KEY_ID_LENGTH);
  return { id, bytes };
}

function derive(key: SecretKey, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key.bytes, '', purpose, KEY_BYTES));
}
