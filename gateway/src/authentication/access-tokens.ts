import type { Clock, Logger } from '@accounts-center/subgraph-kit';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { createCheckedTokens, keyOf } from './checked-tokens.ts';
import { type CheckedKey, KeysUnavailable } from './key-set.ts';
import type { TokenIdentity, TokenIssuer } from './token-issuer.ts';

const MAX_LENGTH = 8_192;
const BEARER = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Somebody whose token was good when it was checked. */
export interface Identified {
  readonly kind: 'identified';
  readonly identity: TokenIdentity;
  readonly issuer: TokenIssuer;
  /** Its issuer's, by which it is signed. */
  readonly key: CheckedKey;
  /** What the issuer ends, where it names it (`sid`). */
  readonly sessionId: string | undefined;
  readonly expiresAtSeconds: number;
}

/** What an `Authorization` header is worth. */
export type Authentication =
  | { readonly kind: 'anonymous' }
  | Identified
  /** There has to be a token, and is none. */
  | { readonly kind: 'required' }
  /** Expired, revoked, forged, for others, or no access token at all: which of them is not told. */
  | { readonly kind: 'refused' }
  /** The issuer's keys, or its ended sessions, could not be had, so the token could not be checked. */
  | { readonly kind: 'unavailable'; readonly issuer: string; readonly cause: Error };

/** Checks the access tokens of requests, and of connections that stay open. */
export interface AccessTokens {
  /** Never rejects. @param header the value of the `Authorization` header, if there is one */
  check(header: string | undefined): Promise<Authentication>;
  /** Whether what was found out earlier holds now: the token has not expired, nor its session ended, nor its key been withdrawn. Costs next to nothing. */
  stillGood(authentication: Authentication): boolean;
}

/** The issuer has not told yet what sessions it has ended. */
class RevocationsUnavailable extends Error {
  constructor(issuer: string) {
    super(`It is not known yet which sessions ${issuer} has ended.`);
    this.name = 'RevocationsUnavailable';
  }
}

interface Checked {
  readonly identified: Identified;
  /** Of the keys, when its signature was checked. */
  readonly edition: number | undefined;
}

export interface AccessTokensParts {
  /** Whose tokens are believed. */
  readonly issuers: readonly TokenIssuer[];
  readonly clock: Clock;
  /** Is told of what should not fail. */
  readonly log: Pick<Logger, 'error'>;
  /** Whether everybody has to bring one. */
  readonly required?: boolean;
}

/**
 * Access tokens: JWTs of known issuers. Whose one is, its own `iss` says, and that issuer's rules and keys alone are applied to it.
 * A signature is checked once; what can change later, time and sessions, with every request.
 */
export function createAccessTokens({ issuers, clock, log, required = false }: AccessTokensParts): AccessTokens {
  const checked = createCheckedTokens<Checked>();
  const issuersByName = new Map(issuers.map((issuer) => [issuer.name, issuer]));

  function isGood({ issuer, sessionId, expiresAtSeconds }: Identified): boolean {
    if (expiresAtSeconds <= inSeconds(clock.now()) - issuer.skewSeconds) return false;
    return sessionId === undefined || issuer.revocations?.has(sessionId) !== true;
  }

  async function identify(token: string): Promise<Checked | undefined> {
    const issuer = issuersByName.get(issuerOf(token) ?? '');
    if (issuer === undefined) return undefined;
    const edition = issuer.keys.edition();
    const now = clock.now();
    const { payload, protectedHeader, key } = await jwtVerify(token, issuer.keys.find, {
      algorithms: [...issuer.algorithms],
      issuer: issuer.name,
      audience: [...issuer.audience],
      requiredClaims: ['exp'],
      clockTolerance: issuer.skewSeconds,
      currentDate: now,
    });
    if (!issuer.types.includes(protectedHeader.typ?.toLowerCase().replace(/^application\//, ''))) return undefined;
    if (!isOfNow(payload, now, issuer.skewSeconds)) return undefined;
    if ((await issuer.revocations?.isWhole()) === false) throw new RevocationsUnavailable(issuer.name);
    const { sid: sessionId, exp: expiresAtSeconds = 0 } = payload;
    const named = typeof sessionId === 'string' ? sessionId : undefined;
    const identity = issuer.identityOf(payload);
    return { identified: { kind: 'identified', identity, issuer, key, sessionId: named, expiresAtSeconds }, edition };
  }

  /** What was found out about a token, unless its issuer's keys have changed since. */
  async function find(token: string): Promise<Identified | undefined> {
    const key = keyOf(token);
    const known = checked.get(key);
    if (known !== undefined && known.edition === known.identified.issuer.keys.edition()) {
      if (isGood(known.identified)) return known.identified;
      checked.delete(key);
      return undefined;
    }
    const found = await identify(token);
    if (found === undefined || !isGood(found.identified)) return undefined;
    // Without an edition its keys were being loaded: the next request tells which they were.
    if (found.edition !== undefined) checked.set(key, found, token.length);
    return found.identified;
  }

  return {
    check: async (header) => {
      if (header === undefined) return required ? { kind: 'required' } : { kind: 'anonymous' };
      const token = header.length <= MAX_LENGTH ? BEARER.exec(header)?.[1] : undefined;
      if (token === undefined) return { kind: 'refused' };
      try {
        return (await find(token)) ?? { kind: 'refused' };
      } catch (error) {
        if (error instanceof KeysUnavailable || error instanceof RevocationsUnavailable)
          return { kind: 'unavailable', issuer: issuerOf(token) ?? '', cause: error };
        if (error instanceof errors.JOSEError || error instanceof z.ZodError) return { kind: 'refused' };
        log.error({ err: error }, 'An access token can not be checked');
        return { kind: 'unavailable', issuer: issuerOf(token) ?? '', cause: error as Error };
      }
    },
    stillGood: (authentication) => {
      if (authentication.kind !== 'identified') return authentication.kind === 'anonymous';
      return isGood(authentication) && authentication.issuer.keys.holds(authentication.key);
    },
  };
}

/** Who says to have issued a token. Nothing of it has been checked. */
function issuerOf(token: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.', 2)[1] ?? '', 'base64url').toString());
    const { iss } = (payload ?? {}) as { readonly iss?: unknown };
    return typeof iss === 'string' ? iss : undefined;
  } catch {
    return undefined;
  }
}

/** A token of the future is nobody's, or of a clock that is not to be trusted. */
function isOfNow({ iat }: JWTPayload, now: Date, skewSeconds: number): boolean {
  return iat === undefined || iat <= inSeconds(now) + skewSeconds;
}

function inSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}
