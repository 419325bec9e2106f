import { movableClock } from '@accounts-center/subgraph-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOW, NOW_SECONDS } from '../testing/tokens.ts';
import { believing, type IssuerServer, startIssuer } from './testing/issuer-server.ts';

const MINUTE_MS = 60_000;

let issuer: IssuerServer;
let clock: ReturnType<typeof movableClock>;
let gateway: ReturnType<typeof believing>;

beforeEach(async () => {
  clock = movableClock(NOW);
  issuer = await startIssuer();
  gateway = believing([issuer.settings()], { clock });
});
afterEach(async () => {
  await gateway.stop();
  await issuer[Symbol.asyncDispose]();
});

const check = async (token: Promise<string> | string) => gateway.check(`Bearer ${await token}`);
const kindOf = async (token: Promise<string> | string): Promise<string> => (await check(token)).kind;

describe('the keys of an issuer', () => {
  it('change: a token under a new key is accepted, and the old key until it is withdrawn', async () => {
    const old = await issuer.token();
    expect(await kindOf(old)).toBe('identified');
    clock.advance(10_000);
    await issuer.rotate('second');
    expect([await kindOf(issuer.token()), await kindOf(old)]).toEqual(['identified', 'identified']);
    issuer.keys = issuer.keys.slice(1);
    issuer.headers = { 'cache-control': 'max-age=60' };
    clock.advance(11 * MINUTE_MS);
    const after = await issuer.token({ exp: NOW_SECONDS + 3_600 });
    expect([await kindOf(after), await kindOf(issuer.token({ exp: NOW_SECONDS + 3_600 }, { kid: 'first' }))]).toEqual([
      'identified',
      'refused',
    ]);
  });

  it.each<[string, object, string]>([
    ['to sign, too', { key_ops: ['sign', 'verify'], ext: true }, 'identified'],
    ['to sign alone', { key_ops: ['sign'] }, 'refused'],
    ['for what nobody knows', { key_ops: 'everything', ext: 'yes' }, 'identified'],
  ])('that say they are %s check what they can', async (_, besides, kind) => {
    issuer.keys = issuer.keys.map((key) => ({ ...key, ...besides }));
    expect(await kindOf(issuer.token())).toBe(kind);
  });

  it('that are withdrawn take with them what they had signed, also where it was checked before', async () => {
    const token = await issuer.token({ exp: NOW_SECONDS + 3_600 });
    expect([await kindOf(token), await kindOf(token)]).toEqual(['identified', 'identified']);
    issuer.keys = [];
    await issuer.rotate('second');
    issuer.keys = issuer.keys.slice(-1);
    clock.advance(11 * MINUTE_MS);
    expect(await kindOf(token)).toBe('refused');
  });

  it('that are withdrawn end what is open, and keys that only got company do not', async () => {
    const open = await check(issuer.token({ exp: NOW_SECONDS + 3_600 }));
    const isGood = () => gateway.accessTokens?.stillGood(open);
    await issuer.rotate('second');
    clock.advance(11 * MINUTE_MS);
    expect(isGood()).toBe(true);
    await expect.poll(() => issuer.asked.length).toBe(2);
    const openLater = await check(issuer.token({ exp: NOW_SECONDS + 3_600 }));
    expect([openLater.kind, isGood()]).toEqual(['identified', true]);
    issuer.keys = issuer.keys.slice(-1);
    clock.advance(11 * MINUTE_MS);
    await expect.poll(isGood).toBe(false);
    expect(gateway.accessTokens?.stillGood(openLater)).toBe(true);
  });

  it.each<[string, Record<string, string>, number]>([
    ['ten minutes, when it says nothing', {}, 10 * MINUTE_MS],
    ['as long as it says', { 'cache-control': 'max-age=300' }, 5 * MINUTE_MS],
    ['a minute, when it says less', { 'cache-control': 'no-store' }, MINUTE_MS],
    ['an hour, when it says more', { 'cache-control': 'max-age=86400' }, 60 * MINUTE_MS],
  ])('are kept for %s', async (_, headers, keptMs) => {
    issuer.headers = headers;
    const token = await issuer.token({ exp: NOW_SECONDS + 86_400 });
    await check(token);
    clock.advance(keptMs - 1);
    await check(token);
    expect(issuer.asked).toEqual(['/jwks']);
    clock.advance(1);
    await check(token);
    await expect.poll(() => issuer.asked).toEqual(['/jwks', '/jwks']);
  });

  it('stay in use while it does not answer, which the log tells once', async () => {
    const token = await issuer.token({ exp: NOW_SECONDS + 86_400 });
    await check(token);
    issuer.answer = (reply) => reply.code(500).send('down');
    for (let minute = 0; minute < 15; minute += 1) {
      clock.advance(MINUTE_MS);
      expect(await kindOf(token)).toBe('identified');
    }
    await expect.poll(() => issuer.asked.length).toBeGreaterThan(2);
    expect(gateway.logged().split(`The keys of ${issuer.origin} can't be had.`)).toHaveLength(2);
  });

  it.each<[string, (token: string) => void]>([
    ['not with status 200', () => void (issuer.answer = (reply) => reply.code(404).send({}))],
    ['with no key set', () => void (issuer.answer = (reply) => reply.send({ keys: 'none' }))],
    ['with no JSON', () => void (issuer.answer = (reply) => reply.send('<html>'))],
    ['with a redirect', () => void (issuer.answer = (reply) => reply.redirect('/elsewhere'))],
    ['with too much', () => void (issuer.answer = (reply) => reply.send({ keys: [], filler: 'a'.repeat(300_000) }))],
    [
      'with too many keys',
      () => void (issuer.answer = (reply) => reply.send({ keys: Array(101).fill(issuer.keys[0]) })),
    ],
  ])('can not be had when it answers %s: the token is neither accepted nor refused', async (_, prepare) => {
    const token = await issuer.token();
    prepare(token);
    expect(await check(token)).toMatchObject({ kind: 'unavailable', issuer: issuer.origin });
    expect(issuer.asked).toEqual(['/jwks']);
  });

  it('can not be had when nobody listens', async () => {
    const token = await issuer.token();
    await issuer[Symbol.asyncDispose]();
    expect(await kindOf(token)).toBe('unavailable');
  });

  it('are not asked for by made-up tokens more than once in ten seconds, nor by those of unknown issuers', async () => {
    await check(issuer.token({ iss: 'https://other.example.com' }));
    expect(issuer.asked).toEqual([]);
    for (let at = 0; at < 20; at += 1) await check(issuer.token({}, { kid: `made-up-${at}` }));
    expect(issuer.asked.length).toBe(1);
  });
});

describe('of two issuers', () => {
  let other: IssuerServer;
  let both: ReturnType<typeof believing>;
  beforeAll(async () => {
    other = await startIssuer();
  });
  afterAll(() => other[Symbol.asyncDispose]());
  beforeEach(() => {
    both = believing([issuer.settings(), other.settings({ audience: ['other'] })], { clock });
  });
  afterEach(() => both.stop());

  it('each signs for itself alone', async () => {
    const kinds = await Promise.all(
      [issuer.token(), other.token({ aud: 'other' }), other.token({ iss: issuer.origin }), other.token()].map(
        async (token) => (await both.check(`Bearer ${await token}`)).kind,
      ),
    );
    expect(kinds).toEqual(['identified', 'identified', 'refused', 'refused']);
  });

  it('one that is down takes nothing from the other', async () => {
    other.answer = (reply) => reply.code(500).send('down');
    expect((await both.check(`Bearer ${await other.token({ aud: 'other' })}`)).kind).toBe('unavailable');
    expect((await both.check(`Bearer ${await issuer.token()}`)).kind).toBe('identified');
    other.answer = undefined;
  });

  it('neither may have the name of the other', () => {
    expect(() => believing([issuer.settings(), issuer.settings()], { clock })).toThrow('named twice');
  });
});
