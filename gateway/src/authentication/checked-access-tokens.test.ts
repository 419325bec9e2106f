import { movableClock, silentLogger } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOW, NOW_SECONDS } from '../testing/tokens.ts';
import { type AccessTokens, type Authentication, createAccessTokens } from './access-tokens.ts';
import { createKeySet } from './key-set.ts';
import { createRevocations } from './revocations.ts';
import { believing, type IssuerServer, startIssuer } from './testing/issuer-server.ts';
import type { TokenIssuer } from './token-issuer.ts';

let clock: ReturnType<typeof movableClock>;
let issuer: IssuerServer;

beforeEach(async () => {
  clock = movableClock(NOW);
  issuer = await startIssuer();
});
afterEach(() => issuer[Symbol.asyncDispose]());

describe('a token that was checked', () => {
  let verified: number;
  let tokens: AccessTokens;
  let identified: TokenIssuer['identityOf'];
  const kindOf = async (token: string): Promise<string> => (await tokens.check(`Bearer ${token}`)).kind;

  beforeEach(async () => {
    verified = 0;
    identified = (claims) => ({ claims });
    const keys = createKeySet({ load: async () => ({ jwks: { keys: issuer.keys } }), clock });
    const counted: TokenIssuer = {
      name: issuer.origin,
      keys: {
        ...keys,
        find: (header, token) => {
          verified += 1;
          return keys.find(header, token);
        },
      },
      audience: ['api'],
      algorithms: ['EdDSA'],
      types: [undefined],
      skewSeconds: 30,
      identityOf: (claims) => identified(claims),
    };
    tokens = createAccessTokens({ issuers: [counted], clock, log: silentLogger });
    await kindOf(await issuer.token({ sub: 'who has the keys loaded' }));
    verified = 0;
  });

  it('is not verified again, whatever the case of its scheme', async () => {
    const token = await issuer.token();
    const first = await tokens.check(`Bearer ${token}`);
    expect(await tokens.check(`bearer  ${token}`)).toBe(first);
    expect(verified).toBe(1);
    await kindOf(await issuer.token({ sub: 'u_2' }));
    expect(verified).toBe(2);
  });

  it('is neither believed nor refused when its check fails as nobody expects', async () => {
    identified = () => {
      throw new TypeError('Nobody expects this.');
    };
    const cause = { message: 'Nobody expects this.' };
    expect(await tokens.check(`Bearer ${await issuer.token()}`)).toMatchObject({ kind: 'unavailable', cause });
  });

  it('is refused from its end on', async () => {
    const token = await issuer.token({ exp: NOW_SECONDS + 60 });
    await kindOf(token);
    clock.advance(89_999);
    expect(await kindOf(token)).toBe('identified');
    clock.advance(1);
    expect([await kindOf(token), verified]).toEqual(['refused', 1]);
  });

  it('is verified again when the keys have changed', async () => {
    const token = await issuer.token({ exp: NOW_SECONDS + 3_600 });
    await kindOf(token);
    await issuer.rotate('second');
    clock.advance(10_000);
    await kindOf(await issuer.token());
    verified = 0;
    expect([await kindOf(token), await kindOf(token), verified]).toEqual(['identified', 'identified', 1]);
  });

  it('that was refused is looked at each time', async () => {
    const token = await issuer.token({ aud: 'other' });
    expect([await kindOf(token), await kindOf(token), verified]).toEqual(['refused', 'refused', 2]);
  });
});

describe('a connection that stays open', () => {
  it('goes on until its token ends', async () => {
    const { check, accessTokens, stop } = believing([issuer.settings()], { clock });
    const authentication = await check(`Bearer ${await issuer.token({ exp: NOW_SECONDS + 60 })}`);
    clock.advance(89_999);
    expect(accessTokens?.stillGood(authentication)).toBe(true);
    clock.advance(1);
    expect(accessTokens?.stillGood(authentication)).toBe(false);
    await stop();
  });

  it.each<[Authentication, boolean]>([
    [{ kind: 'anonymous' }, true],
    [{ kind: 'refused' }, false],
    [{ kind: 'required' }, false],
    [{ kind: 'unavailable', issuer: 'x', cause: new Error('down') }, false],
  ])('without a token: %o', (authentication, expected) => {
    expect(createAccessTokens({ issuers: [], clock, log: silentLogger }).stillGood(authentication)).toBe(expected);
  });
});

describe('of an issuer that tells what it ends', () => {
  let gateway: ReturnType<typeof believing>;
  const ends = (...sids: string[]): void => {
    const expiresAt = new Date(NOW.getTime() + 600_000).toISOString();
    const sessions = sids.map((sid) => ({ sid, expiresAt }));
    issuer.ended = (cursor) =>
      cursor === String(sids) ? { cursor, sessions: [] } : { cursor: String(sids), sessions };
  };
  const kindOf = async (sid: string): Promise<string> =>
    (await gateway.check(`Bearer ${await issuer.token({ sid })}`)).kind;

  beforeEach(() => {
    const revocationUrl = `${issuer.origin}/ended?of=api`;
    gateway = believing([issuer.settings({ revocationUrl, revocationHeaders: { authorization: 'Basic YTpi' } })], {
      clock,
    });
  });
  afterEach(() => gateway.stop());

  it('tokens of an ended session are refused, also those checked before, and open connections end', async () => {
    const [token, other] = await Promise.all([issuer.token({ sid: 's_1' }), issuer.token({ sid: 's_2' })]);
    const [open, openOther] = await Promise.all([gateway.check(`Bearer ${token}`), gateway.check(`Bearer ${other}`)]);
    expect(open.kind).toBe('identified');
    ends('s_1');
    await gateway.poll();
    expect([(await gateway.check(`Bearer ${token}`)).kind, await kindOf('s_1')]).toEqual(['refused', 'refused']);
    expect([gateway.accessTokens?.stillGood(open), gateway.accessTokens?.stillGood(openOther)]).toEqual([false, true]);
    expect((await gateway.check(`Bearer ${other}`)).kind).toBe('identified');
  });

  it('the list is there before the first token is believed', async () => {
    ends('s_1');
    expect([await kindOf('s_1'), await kindOf('s_2')]).toEqual(['refused', 'identified']);
    expect(issuer.asked).toEqual(['/jwks', '/ended?of=api', '/ended?of=api&cursor=s_1']);
  });

  it('no token is believed, nor refused, before the list was told; then it is', async () => {
    issuer.ended = () => 'down';
    expect(await kindOf('s_2')).toBe('unavailable');
    expect(gateway.logged()).toContain(`The ended sessions of ${issuer.origin} can't be had.`);
    ends('s_1');
    clock.advance(1_000);
    expect([await kindOf('s_1'), await kindOf('s_2')]).toEqual(['refused', 'identified']);
    expect(gateway.logged()).toContain('can be had again');
  });

  it('what is known stays while it does not tell, and others go on', async () => {
    ends('s_1');
    await gateway.start();
    issuer.ended = () => 'down';
    await gateway.poll();
    expect([await kindOf('s_1'), await kindOf('s_2')]).toEqual(['refused', 'identified']);
  });

  it('a session of the same name at another issuer goes on', async () => {
    await using other = await startIssuer();
    const revocationUrl = `${issuer.origin}/ended`;
    const both = believing([issuer.settings({ revocationUrl }), other.settings()], { clock });
    ends('s_1');
    await both.start();
    const kinds = await Promise.all(
      [issuer, other].map(async (of) => (await both.check(`Bearer ${await of.token({ sid: 's_1' })}`)).kind),
    );
    expect(kinds).toEqual(['refused', 'identified']);
    await both.stop();
  });
});

it('a list without an end is no reason to wait for ever', async () => {
  let pages = 0;
  const load = async () => {
    pages += 1;
    const expiresAt = NOW.toISOString();
    return { cursor: String(pages), sessions: [{ sid: `s_${pages}`, expiresAt }] };
  };
  const revocations = createRevocations({ load, clock, log: silentLogger });
  await revocations.poll();
  expect(pages).toBe(2_000);
});
