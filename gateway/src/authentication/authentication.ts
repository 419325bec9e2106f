import {
  type Clock,
  type IdentitySigner,
  type Logger,
  type ServiceClient,
  secureFraction,
} from '@accounts-center/subgraph-kit';
import { Agent } from 'undici';
import type { Settings } from '../settings/settings.ts';
import { type AccessTokens, createAccessTokens } from './access-tokens.ts';
import { createKeySet } from './key-set.ts';
import { otherIssuer } from './other-issuer.ts';
import { toldOnce } from './outage-log.ts';
import { ownIssuer } from './own-issuer.ts';
import { fetchEndedSessions, fetchPublishedKeys } from './published-keys.ts';
import { repeat } from './repeat.ts';
import { createRevocations } from './revocations.ts';
import type { TokenIssuer } from './token-issuer.ts';

// A session that ends just after a question is told by the next one: it may begin as late as the end of the first, and takes its
// time as well. Together that is less than 5 s.
const REVOKED_WITHIN_MS = 5_000;

const CONNECT_TIMEOUT_MS = 2_000;
const CONNECTIONS = 4;

export interface AuthenticationParts {
  readonly settings: Settings['authentication'];
  /** How the graph's own issuer is asked, where it has one. */
  readonly own?: { readonly client: ServiceClient; readonly signer: IdentitySigner };
  readonly clock: Clock;
  readonly log: Logger;
  /** A fraction of 1, for pauses. */
  readonly random?: () => number;
}

/** Everything by which a gateway knows who asks. */
export interface GatewayAuthentication extends AsyncDisposable {
  /** None where no issuer is believed: everybody is nobody in particular then, whatever token they bring. */
  readonly accessTokens: AccessTokens | undefined;
  /** Asks the issuers what they have ended, once now and then again and again. Never rejects. */
  start(): Promise<void>;
  /** Asks all of them now, besides. */
  poll(): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error when the settings give the graph's own issuer a second meaning */
export function createAuthentication(parts: AuthenticationParts): GatewayAuthentication {
  const { settings, clock, random = secureFraction() } = parts;
  const { revocationPollMs, required } = settings;
  const pollTimeoutMs = Math.min(REVOKED_WITHIN_MS / 2, REVOKED_WITHIN_MS - revocationPollMs);
  const dispatcher = new Agent({ connections: CONNECTIONS, connect: { timeout: CONNECT_TIMEOUT_MS } });
  const others = settings.issuers.map((issuer) => otherIssuer(issuer, { ...parts, dispatcher, pollTimeoutMs }));
  const issuers = [...ownIssuers(parts, pollTimeoutMs), ...others];
  if (new Set(issuers.map(({ name }) => name)).size < issuers.length)
    throw new Error('An issuer of access tokens is named twice in the settings, or is the graph’s own.');

  const lists = issuers.flatMap(({ revocations }) => revocations ?? []);
  const repetitions = lists.map(({ poll }) => repeat(poll, revocationPollMs, random));
  const stop = async (): Promise<void> => {
    await Promise.all(repetitions.map((repetition) => repetition.stop()));
    await dispatcher.close();
  };
  const isNeeded = issuers.length > 0 || required;
  return {
    accessTokens: isNeeded ? createAccessTokens({ issuers, clock, log: parts.log, required }) : undefined,
    start: async () => void (await Promise.all(repetitions.map((repetition) => repetition.start()))),
    poll: async () => void (await Promise.all(lists.map(({ poll }) => poll()))),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

function ownIssuers({ own, clock, log }: AuthenticationParts, pollTimeoutMs: number): TokenIssuer[] {
  if (own === undefined) return [];
  const loadKeys = toldOnce(() => fetchPublishedKeys(own), { what: 'The keys of access tokens', log });
  const loadPage = toldOnce((cursor: string | undefined) => fetchEndedSessions(cursor, pollTimeoutMs, own), {
    what: 'The ended sessions',
    log,
  });
  const keys = createKeySet({ load: loadKeys, clock });
  return [ownIssuer({ keys, revocations: createRevocations({ load: loadPage, clock, log }) })];
}
