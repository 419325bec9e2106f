import type { Clock, Logger } from '@accounts-center/subgraph-kit';
import type { JSONWebKeySet, JWTPayload } from 'jose';
import type { Dispatcher } from 'undici';
import type { Settings } from '../settings/settings.ts';
import { fetchJson } from './http-json.ts';
import { createKeySet } from './key-set.ts';
import { toldOnce } from './outage-log.ts';
import { createRevocations, type Revocations } from './revocations.ts';
import type { TokenIssuer } from './token-issuer.ts';

const KEYS_TIMEOUT_MS = 5_000;
const MAX_KEYS_BYTES = 256 * 1024;
const MAX_PAGE_BYTES = 1024 * 1024;

// What an issuer's caching headers say counts within these bounds: it is not asked all the time, and a key that it has
// withdrawn is not believed for days.
const MIN_AGE_MS = 60_000;
const MAX_AGE_MS = 60 * 60_000;

// An access token may say what it is (RFC 9068), or that it is a JWT, or nothing. Other kinds are no access tokens.
const TYPES = ['at+jwt', 'jwt', undefined];

type IssuerSettings = Settings['authentication']['issuers'][number];

interface Parts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly dispatcher: Dispatcher;
  /** How long one question for ended sessions may take. */
  readonly pollTimeoutMs: number;
}

/** An issuer of the settings. Its tokens' claims and scopes are for the graph's subgraphs to read. */
export function otherIssuer(settings: IssuerSettings, parts: Parts): TokenIssuer {
  const { issuer, audience, algorithms, clockSkewMs, scopeClaim } = settings;
  const { clock, log, dispatcher } = parts;
  const fetchKeys = async () => {
    const limits = { timeoutMs: KEYS_TIMEOUT_MS, maxBytes: MAX_KEYS_BYTES };
    const { value, maxAgeMs } = await fetchJson(settings.jwksUrl, { dispatcher, clock, ...limits });
    const bounded = maxAgeMs === undefined ? undefined : Math.min(Math.max(maxAgeMs, MIN_AGE_MS), MAX_AGE_MS);
    return { jwks: value as JSONWebKeySet, maxAgeMs: bounded };
  };
  const revocations = revocationsOf(settings, parts);
  return {
    name: issuer,
    keys: createKeySet({ load: toldOnce(fetchKeys, { what: `The keys of ${issuer}`, log }), clock }),
    audience,
    algorithms,
    types: TYPES,
    skewSeconds: clockSkewMs / 1_000,
    identityOf: (payload) => ({ claims: payload, scopes: scopesOf(payload[scopeClaim]) }),
    ...(revocations && { revocations }),
  };
}

function revocationsOf(settings: IssuerSettings, parts: Parts): Revocations | undefined {
  const { issuer, revocationUrl, revocationHeaders: headers } = settings;
  if (revocationUrl === undefined) return undefined;
  const { clock, log, dispatcher, pollTimeoutMs: timeoutMs } = parts;
  const fetchPage = async (cursor: string | undefined): Promise<unknown> => {
    const url = new URL(revocationUrl);
    if (cursor !== undefined) url.searchParams.set('cursor', cursor);
    const limits = { timeoutMs, maxBytes: MAX_PAGE_BYTES };
    return (await fetchJson(url.href, { dispatcher, clock, ...limits, headers })).value;
  };
  const what = `The ended sessions of ${issuer}`;
  return createRevocations({ load: toldOnce(fetchPage, { what, log }), clock, log });
}

/** A text with spaces between them, as RFC 9068 has it, or an array. */
function scopesOf(claim: JWTPayload[string]): readonly string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((scope) => scope !== '');
  return Array.isArray(claim) ? claim.filter((scope) => typeof scope === 'string') : [];
}
