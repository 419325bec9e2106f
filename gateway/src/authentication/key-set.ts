import { createPublicKey, type JsonWebKeyInput, KeyObject } from 'node:crypto';
import type { Clock } from '@accounts-center/subgraph-kit';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWK, type JWTVerifyGetKey, type ResolvedKey } from 'jose';
import { z } from 'zod';

const MAX_AGE_MS = 10 * 60_000;
const COOLDOWN_MS = 10_000;
const FIRST_COOLDOWN_MS = 1_000;

// Keys that nobody has asked for of late are waited for: one of them may have been withdrawn meanwhile.
const IDLE_MS = 60_000;

const MIN_RSA_BITS = 2_048;
const MAX_KEYS = 100;

const Published = z.object({ keys: z.array(z.unknown()).max(MAX_KEYS) });

/** Keys as an issuer has published them. */
export interface Publication {
  readonly jwks: JSONWebKeySet;
  /** How long they may be used without asking again: 10 minutes unless told. */
  readonly maxAgeMs?: number | undefined;
}

/** A key that a signature was checked with. */
export type CheckedKey = ResolvedKey['key'];

/** An issuer's public keys. */
export interface KeySet {
  /** Finds the key for a token's header, for `jwtVerify`; throws JWKSNoMatchingKey or KeysUnavailable. */
  readonly find: JWTVerifyGetKey;
  /** Changes with the keys. Undefined when they should be asked for before a token is believed that was checked earlier. */
  edition(): number | undefined;
  /** Whether a key that `find` gave earlier is still one of them. Waits for nobody: keys that are old are asked for, and count until then. */
  holds(key: CheckedKey): boolean;
}

/** The public keys could not be loaded, and none are known from before. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('The keys of access tokens could not be loaded.', { cause });
    this.name = 'KeysUnavailable';
  }
}

interface Known {
  readonly find: JWTVerifyGetKey;
  readonly keys: readonly KeyObject[];
  /** What `find` gave, and was found to be one of these keys. */
  readonly held: WeakSet<CheckedKey>;
  readonly text: string;
  readonly freshUntilMs: number;
}

/**
 * The issuer's public keys: loaded when first needed, again when they are old, and when a token names an unknown key,
 * but never twice in ten seconds, as made-up key ids must not become requests. While the issuer does not answer, the keys
 * known so far stay in use, and nobody waits for it who has one of them.
 *
 * @param parts.load fetches the key set
 */
export function createKeySet({ load, clock }: { load: () => Promise<Publication>; clock: Clock }): KeySet {
  let known: Known | undefined;
  let lastLoad: { readonly atMs: number; readonly over: Promise<void> } | undefined;
  let failure: unknown;
  let edition = 0;

  async function reload(nowMs: number): Promise<void> {
    try {
      const { jwks, maxAgeMs = MAX_AGE_MS } = await load();
      const keys = Published.parse(jwks).keys.filter(isUsable).map(bareKey);
      const text = JSON.stringify(keys);
      if (text !== known?.text) edition += 1;
      const same =
        text === known?.text
          ? known
          : { find: createLocalJWKSet({ keys }), keys: keys.map(publicKeyOf), held: new WeakSet() };
      known = { ...same, text, freshUntilMs: nowMs + maxAgeMs };
    } catch (error) {
      failure = error;
    }
  }

  /** Begins a load, or joins the one that began a moment ago. */
  function loadOnce(nowMs: number): Promise<void> {
    const cooldownMs = known ? COOLDOWN_MS : FIRST_COOLDOWN_MS;
    if (!lastLoad || nowMs - lastLoad.atMs >= cooldownMs) lastLoad = { atMs: nowMs, over: reload(nowMs) };
    return lastLoad.over;
  }

  /** Asks for keys that are old; false when they were not asked for in a while, so that they have to be waited for. */
  function renew(nowMs: number): boolean {
    if (known !== undefined && nowMs < known.freshUntilMs) return true;
    const askedAtMs = Math.max(known?.freshUntilMs ?? 0, lastLoad?.atMs ?? 0);
    if (known === undefined || nowMs - askedAtMs >= IDLE_MS) return false;
    void loadOnce(nowMs);
    return true;
  }

  return {
    find: async (header, token) => {
      const nowMs = clock.now().getTime();
      if (!renew(nowMs)) await loadOnce(nowMs);
      if (!known) throw new KeysUnavailable(failure);
      try {
        return await known.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        await loadOnce(nowMs);
        return await known.find(header, token);
      }
    },
    edition: () => (renew(clock.now().getTime()) ? edition : undefined),
    holds: (key) => {
      const nowMs = clock.now().getTime();
      if (!renew(nowMs)) void loadOnce(nowMs);
      if (known === undefined || known.held.has(key)) return known !== undefined;
      const object = key instanceof Uint8Array ? undefined : KeyObject.from(key);
      if (!object || !known.keys.some((each) => each.equals(object))) return false;
      known.held.add(key);
      return true;
    },
  };
}

/** Whether it is a public key of a kind that can check tokens. Others of the set are passed over. */
function isUsable(jwk: unknown): jwk is JWK {
  if (typeof jwk !== 'object' || jwk === null || 'd' in jwk) return false;
  const { key_ops: uses } = jwk as JWK;
  if (Array.isArray(uses) && !uses.includes('verify')) return false;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = publicKeyOf(jwk);
    if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
    return asymmetricKeyType === 'ec' || asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

/** Without what some say besides of what may be done with it, by which others refuse to read it. */
function bareKey(jwk: JWK): JWK {
  const { key_ops: _keyOps, ext: _ext, ...bare } = jwk;
  return bare;
}

function publicKeyOf(jwk: object): KeyObject {
  return createPublicKey({ format: 'jwk', key: jwk } as JsonWebKeyInput);
}
