import type { Clock } from '@accounts-center/subgraph-kit';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

const MAX_AGE_MS = 10 * 60_000;
const COOLDOWN_MS = 10_000;
const FIRST_COOLDOWN_MS = 1_000;

/** The public keys could not be loaded, and none are known from before. */
export class KeysUnavailable extends Error {
  constructor(cause: unknown) {
    super('The keys of access tokens could not be loaded.', { cause });
    this.name = 'KeysUnavailable';
  }
}

/**
 * The issuer's public keys: loaded when first needed, again when they are old, and when a token names an unknown key,
 * but never twice in ten seconds, as made-up key ids must not become requests. While the issuer does not answer, the keys
 * known so far stay in use.
 *
 * @param parts.load fetches the key set
 * @returns finds the key for a token's header, for `jwtVerify`; throws JWKSNoMatchingKey or KeysUnavailable
 */
export function createKeySet({ load, clock }: { load: () => Promise<JSONWebKeySet>; clock: Clock }): JWTVerifyGetKey {
  let known: { readonly find: JWTVerifyGetKey; readonly loadedAtMs: number } | undefined;
  let lastLoad: { readonly atMs: number; readonly over: Promise<void> } | undefined;
  let failure: unknown;

  async function reload(nowMs: number): Promise<void> {
    try {
      known = { find: createLocalJWKSet(await load()), loadedAtMs: nowMs };
    } catch (error) {
      failure = error;
    }
  }

  /** Begins a load, or joins the one that began a moment ago. */
  async function loadOnce(nowMs: number): Promise<void> {
    const cooldownMs = known ? COOLDOWN_MS : FIRST_COOLDOWN_MS;
    if (!lastLoad || nowMs - lastLoad.atMs >= cooldownMs) lastLoad = { atMs: nowMs, over: reload(nowMs) };
    await lastLoad.over;
  }

  return async (header, token) => {
    const nowMs = clock.now().getTime();
    if (!known || nowMs - known.loadedAtMs >= MAX_AGE_MS) await loadOnce(nowMs);
    if (!known) throw new KeysUnavailable(failure);
    try {
      return await known.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await loadOnce(nowMs);
      return await known.find(header, token);
    }
  };
}
