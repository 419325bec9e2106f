import { SignInDocument, type SignUpInput } from '@accounts-center/client/operations';
import { createIdentitySigner } from '@accounts-center/subgraph-kit';
import {
  type Account,
  accepted,
  contractCall,
  PASSWORD,
  present,
  send,
  sendOperation,
  startWorld,
  type World,
} from '@accounts-center/test-kit';
import { ReadSelfDocument, RefreshSessionDocument, SignOutDocument } from '@accounts-center/test-kit/operations';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

const MINUTE_MS = 60_000;

let world: World;
let ada: Account;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  ada = await world.signUp('FACEBOOK', `ada.park.${runs}`);
});

async function refresh(refreshToken: string): Promise<Pick<Account, 'graph' | 'refreshToken'>> {
  const { refreshSession } = await world.graph.request(RefreshSessionDocument, { input: { refreshToken } });
  const session = present(accepted(refreshSession).session);
  return { graph: world.graph.withAccessToken(session.accessToken), refreshToken: session.refreshToken };
}

async function selfOf({ graph }: Pick<Account, 'graph'>): Promise<string | undefined> {
  return (await graph.request(ReadSelfDocument, {})).viewer?.user?.id;
}

describe('signing up and in', () => {
  it('opens sessions of one account, by a username with or without capitals', async () => {
    const again = await world.signIn({ app: 'FACEBOOK', username: ada.username.toUpperCase() });
    expect([again.id, await selfOf(ada), await selfOf(again)]).toEqual([ada.id, ada.id, ada.id]);
    expect(again.accessToken).not.toBe(ada.accessToken);
    expect(await selfOf(world)).toBeUndefined();
  });

  it('is of one app: the same username elsewhere is somebody else', async () => {
    const onInstagram = await world.signUp('INSTAGRAM', ada.username, { password: 'another battery staple' });
    expect(onInstagram.id).not.toBe(ada.id);
    await expect(world.signIn(onInstagram)).rejects.toThrow('WRONG_CREDENTIALS');
  });

  it.each<[string, Partial<SignUpInput>, string]>([
    ['a short password', { password: 'short' }, 'PASSWORD_TOO_WEAK'],
    ['a common password', { password: 'password123' }, 'PASSWORD_TOO_WEAK'],
    ['a name that is too long', { displayName: 'a'.repeat(76) }, 'DISPLAY_NAME_NOT_ACCEPTED'],
  ])('refuses %s, and makes no account', async (_what, more, code) => {
    const username = `refused.${runs}`;
    await expect(world.signUp('FACEBOOK', username, more)).rejects.toThrow(code);
    await expect(world.signIn({ app: 'FACEBOOK', username })).rejects.toThrow('WRONG_CREDENTIALS');
    await world.signUp('FACEBOOK', username);
  });

  it('D3: signs up once by one key; the same key of somebody else is another, and tells nothing', async () => {
    const key = { idempotencyKey: `sign-up-key-${runs}` };
    const first = await world.signUp('WHATSAPP', `once_${runs}`, key);
    expect((await world.signUp('WHATSAPP', `once_${runs}`, key)).id).toBe(first.id);
    const another = { ...key, displayName: 'Somebody else' };
    await expect(world.signUp('WHATSAPP', `once_${runs}`, another)).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
    const guess = { ...key, password: 'a guess at the password' };
    await expect(world.signUp('WHATSAPP', `once_${runs}`, guess)).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
    expect((await world.signUp('WHATSAPP', `twice_${runs}`, key)).id).not.toBe(first.id);
  });

  it('PR3: refuses a username that somebody has, while it may still be free in another app', async () => {
    await expect(world.signUp('FACEBOOK', ada.username.toUpperCase())).rejects.toThrow('USERNAME_TAKEN');
    await world.signUp('MESSENGER', ada.username);
  });

  it('D2: answers that the app does not, and leaves nothing behind', async () => {
    world.faults.takeDown('whatsapp');
    await expect(world.signUp('WHATSAPP', `later_${runs}`)).rejects.toThrow('APP_UNAVAILABLE');
    world.faults.heal();
    await world.signUp('WHATSAPP', `later_${runs}`);
  });
});

describe.each(['before', 'after'] as const)(
  'a sign-up whose process dies %s the app has made the account',
  (moment) => {
    it('is finished after the restart, once; its key leads to the account', async () => {
      const [username, key] = [`survivor.${runs}`, { idempotencyKey: `survivor-key-${runs}` }];
      const crashed = world.crash({ moment, call: contractCall('CreateAccount') });
      await expect(world.signUp('FACEBOOK', username, key)).rejects.toThrow();
      await crashed;
      await world.reopen();
      await world.pass(5 * MINUTE_MS);

      const account = await world.signIn({ app: 'FACEBOOK', username });
      expect((await world.signUp('FACEBOOK', username, key)).id).toBe(account.id);
      await expect(world.signUp('FACEBOOK', username)).rejects.toThrow('USERNAME_TAKEN');
    });
  },
);

describe('a session', () => {
  it('is refreshed by its refresh token, which works once', async () => {
    const next = await refresh(ada.refreshToken);
    expect(await selfOf(next)).toBe(ada.id);
    await refresh(next.refreshToken);
    await expect(refresh(ada.refreshToken)).rejects.toThrow('SESSION_ENDED');
  });

  it('survives a lost answer: the token sent again has another successor', async () => {
    await refresh(ada.refreshToken);
    const again = await refresh(ada.refreshToken);
    expect(await selfOf(again)).toBe(ada.id);
    await refresh(again.refreshToken);
  });

  it('ends for the thief and the owner when both have traded the token, and both go on', async () => {
    const [ofThief, ofOwner] = [await refresh(ada.refreshToken), await refresh(ada.refreshToken)];
    const next = await refresh(ofThief.refreshToken);
    await expect(refresh(ofOwner.refreshToken)).rejects.toThrow('SESSION_ENDED');
    await expect(refresh(next.refreshToken)).rejects.toThrow('SESSION_ENDED');
  });

  it('ends for everybody when a refresh token is used again later', async () => {
    const next = await refresh(ada.refreshToken);
    world.clock.advance(MINUTE_MS);
    await expect(refresh(ada.refreshToken)).rejects.toThrow('SESSION_ENDED');
    await expect(refresh(next.refreshToken)).rejects.toThrow('SESSION_ENDED');
  });

  it('ends by signing out, and no other session with it', async () => {
    const other = await world.signIn(ada);
    expect((await ada.graph.request(SignOutDocument, {})).signOut).toEqual({ isSignedOut: true });
    await expect(refresh(ada.refreshToken)).rejects.toThrow('SESSION_ENDED');
    expect(await selfOf(await refresh(other.refreshToken))).toBe(ada.id);
  });

  it('ends after 30 days without use', async () => {
    world.clock.advance(30 * 24 * 60 * MINUTE_MS);
    await expect(refresh(ada.refreshToken)).rejects.toThrow('SESSION_ENDED');
  });
});

describe('an access token is refused', () => {
  const claims = () => ({ iss: 'accounts-center', aud: 'graph', sub: ada.id, sid: 'ses_1', auth_time: nowSeconds() });
  const nowSeconds = () => Math.floor(world.clock.now().getTime() / 1000);
  const header = () => JSON.parse(Buffer.from(partsOf(ada.accessToken)[0], 'base64url').toString()) as { kid: string };

  const tokens: Record<string, () => Promise<string> | string> = {
    'when it is over ten minutes old': () => {
      world.clock.advance(11 * MINUTE_MS);
      return ada.accessToken;
    },
    'changed to name somebody else': () => {
      const [head, , signature] = partsOf(ada.accessToken);
      return [head, encode({ ...claims(), exp: nowSeconds() + 600 }), signature].join('.');
    },
    'with alg none': () => new UnsecuredJWT({ ...claims() }).setExpirationTime('10m').encode(),
    'signed by a key of somebody else’s under the right key id': async () => {
      const { privateKey } = await generateKeyPair('EdDSA');
      const token = new SignJWT(claims()).setExpirationTime(nowSeconds() + 600);
      return token.setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: header().kid }).sign(privateKey);
    },
    'that is for a service, not for the graph': () => {
      const signer = createIdentitySigner({ issuer: 'gateway', keyring: world.keyring, clock: world.clock });
      return signer.for('facebook');
    },
    'that is a refresh token': () => ada.refreshToken,
    'that is nothing of the kind': () => 'nothing.of.thekind',
  };

  it.each(Object.entries(tokens))('%s', async (_what, tokenOf) => {
    const token = await tokenOf();
    const graph = await sendOperation(world.url, { query: '{ viewer { user { id } } }' }, token);
    const media = await send(`${world.url}/media/facebook`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    for (const { status, text } of [graph, media]) {
      const extensions = { code: 'UNAUTHENTICATED', requestId: expect.any(String) };
      expect(status).toBe(401);
      expect(JSON.parse(text)).toEqual({
        errors: [{ message: 'The access token is expired or invalid.', extensions }],
      });
    }
  });
});

function partsOf(token: string): [string, string, string] {
  const [head = '', body = '', signature = ''] = token.split('.');
  return [head, body, signature];
}

function encode(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

describe('F4: guesses at a password', () => {
  async function guess(username: string, password = 'a wrong guess'): Promise<string | undefined> {
    const input = { app: 'FACEBOOK' as const, username, password };
    const { signIn } = await world.graph.request(SignInDocument, { input });
    return present(signIn).userErrors[0]?.code;
  }
  const guesses = (username: string, count: number) =>
    Promise.all(Array.from({ length: count }, () => guess(username)));

  it('are counted over sign-in and linking; after ten the right password is no good, until 15 minutes are over', async () => {
    const attacker = await world.signUp('FACEBOOK', `attacker.${runs}`);
    const flowId = await world.startLink(attacker);
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(world.prove(attacker, flowId, ada, 'a wrong guess')).rejects.toThrow('WRONG_CREDENTIALS');
    }
    expect(new Set(await guesses(ada.username, 5))).toEqual(new Set(['WRONG_CREDENTIALS']));
    expect(await guess(ada.username, PASSWORD)).toBe('TOO_MANY_ATTEMPTS');
    await expect(world.prove(attacker, flowId, ada)).rejects.toThrow('TOO_MANY_ATTEMPTS');
    expect(await guess(attacker.username, PASSWORD)).toBeUndefined();

    world.clock.advance(15 * MINUTE_MS);
    expect(await guess(ada.username, PASSWORD)).toBeUndefined();
  });

  it('made at once do not slip through together', async () => {
    const answers = await guesses(ada.username, 15);
    expect(answers.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(10);
    expect(answers.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(5);
  });

  it('are made one by one: an operation that tries several passwords is refused, and tries none', async () => {
    const signIn = (alias: string, password: string) =>
      `${alias}: signIn(input: { app: FACEBOOK, username: "${ada.username}", password: "${password}" }) { session { accessToken } }`;
    const query = `mutation { ${signIn('a', 'a wrong guess')} ${signIn('b', PASSWORD)} }`;
    const { status, text } = await sendOperation(world.url, { query });
    expect(status).toBe(400);
    expect(text).toMatch(/GRAPHQL_VALIDATION_FAILED/);
    expect(text).not.toMatch(/accessToken"/);
  });

  it('R7: are counted alike for a username that nobody has', async () => {
    const answers = await guesses(`nobody.${runs}`, 11);
    expect(answers.filter((code) => code === 'TOO_MANY_ATTEMPTS')).toHaveLength(1);
  });
});
