import { Readable } from 'node:stream';
import { movableClock, type ServiceRequest, type ServiceResponse, silentLogger } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../settings/settings.ts';
import { createTokenIssuer, NOW } from '../testing/tokens.ts';
import { createAuthentication } from './authentication.ts';

const { authentication: defaults } = defaultSettings({ development: false, graph: 'own' });
const clock = movableClock(NOW);
const signer = { for: async () => 'an identity' };

describe.each([200, 2_000, 4_000])('polled every %i ms', (revocationPollMs) => {
  let ended: string[];

  beforeEach(() => {
    ended = [];
    vi.useFakeTimers();
  });
  afterEach(() => void vi.useRealTimers());

  /** Answers as late as it may, with what had ended when it was asked. */
  async function answer({ path, timeoutMs }: ServiceRequest, jwks: unknown): Promise<ServiceResponse> {
    const expiresAt = new Date(NOW.getTime() + 600_000).toISOString();
    const page = { cursor: String(ended.length), sessions: ended.map((sid) => ({ sid, expiresAt })) };
    if (path.startsWith('/ended-sessions')) await pause(timeoutMs - 1);
    const text = JSON.stringify(path.startsWith('/ended-sessions') ? page : jwks);
    return { status: 200, headers: {}, body: Readable.from([]), text: async () => text };
  }

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    });

  it.each([0, 1, 500, 1_999, 2_001, 3_999])(
    'a session that ends %i ms later is refused within 5 s, however slow accounts-center answers',
    async (laterMs) => {
      const issuer = await createTokenIssuer();
      const client = { send: (request: ServiceRequest) => answer(request, issuer.jwks) } as never;
      const settings = { ...defaults, revocationPollMs };
      const authentication = createAuthentication({
        settings,
        own: { client, signer },
        clock,
        log: silentLogger,
        random: () => 0,
      });
      const started = authentication.start();
      await vi.advanceTimersByTimeAsync(5_000);
      await started;
      const open = authentication.accessTokens?.check(`Bearer ${await issuer.token()}`);
      await vi.advanceTimersByTimeAsync(laterMs);
      const known = await open;
      if (known === undefined) throw new Error('It believes nobody.');
      expect([known.kind, authentication.accessTokens?.stillGood(known)]).toEqual(['identified', true]);
      ended.push('ses_1');
      await vi.advanceTimersByTimeAsync(5_000);
      expect(authentication.accessTokens?.stillGood(known)).toBe(false);
      const stopped = authentication.stop();
      await vi.advanceTimersByTimeAsync(5_000);
      await stopped;
      expect(vi.getTimerCount()).toBe(0);
    },
  );
});

describe('a gateway that believes no issuer', () => {
  it('looks at no token: its subgraphs may', () => {
    expect(createAuthentication({ settings: defaults, clock, log: silentLogger }).accessTokens).toBeUndefined();
  });

  it('lets nobody in where a token is required', async () => {
    const settings = { ...defaults, required: true };
    const { accessTokens } = createAuthentication({ settings, clock, log: silentLogger });
    expect(await accessTokens?.check(undefined)).toEqual({ kind: 'required' });
    expect(await accessTokens?.check('Bearer a.b.c')).toEqual({ kind: 'refused' });
  });
});

it('nobody else may have the name of the graph’s own issuer', () => {
  const issuers = [
    {
      issuer: 'accounts-center',
      audience: ['graph'],
      jwksUrl: 'http://127.0.0.1:1/jwks',
      algorithms: ['EdDSA' as const],
      clockSkewMs: 0,
      scopeClaim: 'scope',
      revocationHeaders: {},
    },
  ];
  const own = { client: {} as never, signer };
  const create = () => createAuthentication({ settings: { ...defaults, issuers }, own, clock, log: silentLogger });
  expect(create).toThrow('is the graph’s own');
});
