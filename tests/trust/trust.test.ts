// D1: a service answers nobody but the gateway and its sisters, each call with an identity that is signed for it. Here
// somebody has reached the services' own ports.

import { newKeyring } from '@accounts-center/constellation';
import { accountsCenter, apps, services } from '@accounts-center/schema';
import {
  bodyHashOf,
  createIdentitySigner,
  IDENTITY_HEADER,
  type Keyring,
  movableClock,
} from '@accounts-center/subgraph-kit';
import { type Account, send, startWorld, type WireAnswer, type World } from '@accounts-center/test-kit';
import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const QUERY = JSON.stringify({ query: '{ __schema { queryType { name } } }' });
const EVENT = JSON.stringify({
  id: 'evt_1',
  type: 'post.published',
  payload: {},
  createdAt: '2026-01-01T00:00:00.000Z',
});

let world: World;
let ada: Account;
beforeAll(async () => {
  world = await startWorld({ transport: 'http' });
  ada = await world.signUp('FACEBOOK', 'ada.park');
});
afterAll(() => world.close());

/** The identity that `issuer` signs for `audience`, as of `agoMs` ago. */
function identity(
  issuer: string,
  audience: string,
  more: { agoMs?: number; keyring?: Keyring; body?: string } = {},
): Promise<string> {
  const { agoMs = 0, keyring = world.keyring, body } = more;
  const clock = movableClock(new Date(world.clock.now().getTime() - agoMs));
  const claims = body === undefined ? {} : { bodyHash: bodyHashOf(body) };
  return createIdentitySigner({ issuer, keyring, clock }).for(audience, claims);
}

function originOf(service: string): string {
  const address = world.constellation.services[service]?.server.server.address();
  if (address === null || address === undefined || typeof address === 'string') throw new Error('It does not listen.');
  return `http://127.0.0.1:${address.port}`;
}

interface Door {
  readonly service: string;
  readonly path: string;
  readonly body?: string;
  /** Who may come in, and for which audience. */
  readonly issuer: string;
  readonly audience: string;
}

const doors: Door[] = [
  ...services.map(({ name }) => ({ service: name, path: '/graphql', body: QUERY, issuer: 'gateway', audience: name })),
  ...apps.flatMap(({ service }) => [
    { service, path: '/contract', body: QUERY, issuer: accountsCenter, audience: `${service}/contract` },
    { service, path: '/media', body: '--', issuer: 'gateway', audience: service },
    { service, path: '/media/fbm_1/large.webp', issuer: 'gateway', audience: service },
    { service, path: '/media/fbm_1/original', issuer: accountsCenter, audience: `${service}/media` },
  ]),
  ...['/.well-known/jwks.json', '/ended-sessions', '/mailbox'].map((path) => ({
    service: accountsCenter,
    path,
    issuer: 'gateway',
    audience: accountsCenter,
  })),
  {
    service: accountsCenter,
    path: '/events',
    body: EVENT,
    issuer: 'facebook',
    audience: `${accountsCenter}/events`,
  },
];

function knock({ service, path, body }: Door, token?: string): Promise<WireAnswer> {
  const headers = { 'content-type': 'application/json', ...(token !== undefined && { [IDENTITY_HEADER]: token }) };
  return send(`${originOf(service)}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body });
}

/** Everything that does not open a door, by what it is. */
function wrongIdentities({
  service,
  issuer,
  audience,
  body = '',
}: Door): Record<string, () => Promise<string | undefined>> {
  const others = Object.keys(world.keyring)
    .map((direction) => direction.split('>') as [string, string])
    .filter(([from, to]) => `${from}>${to}` !== `${issuer}>${audience}` && !isEventsOf(audience, to));
  const claims = { iss: issuer, aud: audience };
  return {
    ...Object.fromEntries(others.map(([from, to]) => [`of ${from} for ${to}`, () => identity(from, to, { body })])),
    none: async () => undefined,
    'that is none': async () => 'nothing.of.thekind',
    'from too long ago': () => identity(issuer, audience, { body, agoMs: 91_000 }),
    'from the future': () => identity(issuer, audience, { body, agoMs: -31_000 }),
    'signed with another key': () => identity(issuer, audience, { body, keyring: newKeyring() }),
    'with alg none': async () => new UnsecuredJWT(claims).setIssuedAt().setExpirationTime('1m').encode(),
    'that is a person’s access token': async () => ada.accessToken,
    'that is the key itself': async () => `${service}${world.keyring[`${issuer}>${audience}`]}`,
  };
}

/** Every app may push its events, each under a key of its own. */
function isEventsOf(audience: string, to: string): boolean {
  return audience === to && audience.endsWith('/events');
}

describe.each(doors)('$path of $service', (door) => {
  it('opens for whom it is meant', async () => {
    const { issuer, audience, body = '' } = door;
    const { status } = await knock(door, await identity(issuer, audience, { body }));
    expect(status).not.toBe(401);
  });

  it('D1: opens for no other identity, tells nothing, and the process lives on', async () => {
    for (const [what, tokenOf] of Object.entries(wrongIdentities(door))) {
      const { status, text } = await knock(door, await tokenOf());
      expect([what, status, JSON.parse(text)]).toEqual([
        what,
        401,
        {
          errors: [
            {
              message: expect.stringMatching(/^[\w ,.']+$/),
              extensions: {
                code: 'UNAUTHENTICATED',
                ...(text.includes('requestId') && { requestId: expect.any(String) }),
              },
            },
          ],
        },
      ]);
    }
    expect((await send(`${originOf(door.service)}/health`)).status).toBe(200);
  });
});

it('D1: a grant for one media file opens that file, and no other', async () => {
  const [{ id }, { id: otherId }] = [await world.upload(ada), await world.upload(ada)];
  const signer = createIdentitySigner({ issuer: accountsCenter, keyring: world.keyring, clock: world.clock });
  const grant = await signer.for('facebook/media', { resource: id });
  const fetchWith = (mediaId: string) =>
    send(`${originOf('facebook')}/media/${mediaId}/original`, { headers: { [IDENTITY_HEADER]: grant } });
  const opened = await fetchWith(id);
  expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect((await fetchWith(otherId)).status).toBe(404);
});

describe('D1: from outside, through the gateway', () => {
  it('an identity that a client sends along is worth nothing', async () => {
    const signer = createIdentitySigner({ issuer: 'gateway', keyring: world.keyring, clock: world.clock });
    const viewer = { accountId: ada.id, sessionId: 'ses_1', authenticatedAt: world.clock.now() };
    const headers = {
      'content-type': 'application/json',
      [IDENTITY_HEADER]: await signer.for(accountsCenter, { viewer }),
    };
    const body = JSON.stringify({ query: '{ viewer { user { id } } }' });
    const { text } = await send(`${world.url}/graphql`, { method: 'POST', headers, body });
    expect(JSON.parse(text)).toEqual({ data: { viewer: null } });
  });

  it.each([
    '/contract',
    '/events',
    '/.well-known/jwks.json',
    '/media/facebook/..%2f..%2fcontract/x',
    '/media/facebook/../contract',
    '/media/accounts-center/a/b',
    '/media/facebook/fbm_1/original',
  ])('no way leads on to %s', async (path) => {
    for (const method of ['GET', 'POST']) {
      const { status, text } = await send(`${world.url}${path}`, { method });
      expect([method, status]).toEqual([method, 404]);
      expect(text).not.toMatch(/127\.0\.0\.1|node_modules|stack/);
    }
  });
});
