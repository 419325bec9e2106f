import type { Database } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { SecretBox } from '../secret-box.ts';
import { createSigningKeysStore, type SigningKey } from './signing-keys.store.ts';

export const SIGNING_ALGORITHM = 'EdDSA';

const PURPOSE = 'signing key';
const REREAD_MS = 10 * 60_000;

/** The key to sign with, ready for use. */
export interface ActiveKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

export interface SigningKeys {
  /** The newest key; the first one is made on demand. */
  active(): Promise<ActiveKey>;
  /** The public halves of all keys, as a JSON Web Key Set. */
  publicSet(): Promise<{ keys: JWK[] }>;
}

/** Ed25519 keys in the database, the same for all replicas, the private halves encrypted. */
export function createSigningKeys(deps: { db: Database; clock: Clock; secretBox: SecretBox }): SigningKeys {
  const { db, clock, secretBox } = deps;
  const store = createSigningKeysStore(db);
  let known: { key: Promise<ActiveKey>; readAtMs: number } | undefined;

  async function newest(): Promise<SigningKey> {
    const found = (await store.list()).at(-1);
    if (found !== undefined) return found;
    const made = await generate();
    // Another replica may have been faster: then its key is taken.
    return db.write(
      async (tx) => {
        const earlier = (await store.list(tx)).at(-1);
        if (earlier === undefined) await store.add(tx, made);
        return earlier ?? made;
      },
      { name: 'add signing key' },
    );
  }

  async function generate(): Promise<SigningKey> {
    const { publicKey, privateKey } = await generateKeyPair(SIGNING_ALGORITHM, { crv: 'Ed25519', extractable: true });
    const publicJwk = await exportJWK(publicKey);
    const sealedPrivateJwk = secretBox.seal(JSON.stringify(await exportJWK(privateKey)), PURPOSE);
    return { kid: await calculateJwkThumbprint(publicJwk), publicJwk, sealedPrivateJwk, createdAt: clock.now() };
  }

  async function read(): Promise<ActiveKey> {
    const { kid, sealedPrivateJwk } = await newest();
    const jwk = JSON.parse(secretBox.open(sealedPrivateJwk, PURPOSE)) as JWK;
    return { kid, privateKey: (await importJWK(jwk, SIGNING_ALGORITHM)) as CryptoKey };
  }

  return {
    active() {
      const nowMs = clock.now().getTime();
      if (known === undefined || nowMs - known.readAtMs >= REREAD_MS) {
        const key = read();
        key.catch(() => {
          known = undefined;
        });
        known = { key, readAtMs: nowMs };
      }
      return known.key;
    },
    async publicSet() {
      await newest();
      const keys = await store.list();
      return {
        keys: keys.map(({ kid, publicJwk }) => ({ ...(publicJwk as JWK), kid, alg: SIGNING_ALGORITHM, use: 'sig' })),
      };
    },
  };
}
