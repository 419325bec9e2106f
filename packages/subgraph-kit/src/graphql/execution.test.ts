import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { IDENTITY_HEADER } from '../identity/identity.ts';
import { createIdentitySigner } from '../identity/identity-signer.ts';
import { createIdentityVerifier } from '../identity/identity-verifier.ts';
import { generateKeyring } from '../identity/keyring.ts';
import { createLoader } from '../loaders.ts';
import { silentLogger } from '../logger.ts';
import { createGate } from '../outbox/outbox.fixture.ts';
import { createServiceServer } from '../server.ts';
import { REQUEST_TIMEOUT_HEADER } from '../service-client/deadline.ts';
import type { GraphqlEndpoint } from './graphql-endpoint.ts';
import { createSubgraph } from './subgraph.ts';

const keyring = generateKeyring(['gateway>facebook']);
const signer = createIdentitySigner({ issuer: 'gateway', keyring, clock: systemClock });
const verifier = createIdentityVerifier({
  audience: 'facebook',
  keyring,
  allowedIssuers: ['gateway'],
  clock: systemClock,
});

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type User @key(fields: "id") { id: ID! followers: [User!]! waits: User }
  type Query { user: User }
`;
interface Context {
  readonly followers: ReturnType<typeof createLoader<string, string[]>>;
}
const everybody = Array.from({ length: 12 }, (_, at) => String(at));
const MAX_FIELDS = 5_000;

let readCount: number;
let gate: ReturnType<typeof createGate>;
let reached: ReturnType<typeof createGate>;
let subgraph: GraphqlEndpoint;
let server: FastifyInstance;

const resolvers = {
  Query: { user: () => ({ id: '0' }) },
  User: {
    id: ({ id }: { id: string }) => {
      readCount += 1;
      return id;
    },
    followers: async ({ id }: { id: string }, _: object, { followers }: Context) =>
      (await followers.load(id))?.map((follower) => ({ id: follower })),
    waits: async () => {
      reached.open();
      await gate.opened;
      return { id: 'late' };
    },
  },
};

beforeEach(async () => {
  readCount = 0;
  gate = createGate();
  reached = createGate();
  const context = (): Context => ({
    followers: createLoader(async (ids) => new Map(ids.map((id) => [id, everybody]))),
  });
  subgraph = await createSubgraph({ typeDefs, resolvers, verifier, log: silentLogger, context, maxFields: MAX_FIELDS });
  server = createServiceServer({ name: 'facebook', log: silentLogger, verifier });
  subgraph.mount(server);
});
afterEach(() => server.close());

type Headers = Readonly<Record<string, string>>;
const identity = async (): Promise<Headers> => ({ [IDENTITY_HEADER]: await signer.for('facebook') });
const ways: Record<string, (query: string, headers?: Headers) => Promise<unknown>> = {
  'over HTTP': async (query, headers) => {
    const sent = { ...headers, ...(await identity()) };
    return (await server.inject({ method: 'POST', url: '/graphql', headers: sent, payload: { query } })).json();
  },
  'in process': async (query, headers) =>
    await subgraph.executeLocally({ query, headers: { ...headers, ...(await identity()) } }),
};
const followersOf = (depth: number): string => `{ user ${'{ followers '.repeat(depth)} { id } ${'}'.repeat(depth)} }`;
const ended = (code: string) => ({
  data: null,
  errors: [{ message: expect.any(String), extensions: expect.objectContaining({ code }) }],
});

describe.each(Object.entries(ways))('an operation %s', (_, ask) => {
  it('resolves as many fields as its bound allows', async () => {
    expect(await ask(followersOf(3))).toHaveProperty('data.user.followers.length', 12);
    expect(readCount).toBe(12 ** 3);
  });

  it.each([4, 5, 6, 20])('is ended when lists in lists, %i deep, multiply beyond it', async (depth) => {
    expect(await ask(followersOf(depth))).toEqual(ended('COST_ACTUAL_TOO_EXPENSIVE'));
    expect(readCount).toBeLessThan(MAX_FIELDS);
  });

  it('pays for each alias, in fragments too', async () => {
    const aliases = Array.from({ length: 50 }, (_name, at) => `a${at}: id`).join(' ');
    const query = `{ user { followers { followers { ...many ... on User { ${aliases} } } } } }
      fragment many on User { ${aliases.replaceAll('a', 'b')} }`;
    expect(await ask(query)).toEqual(ended('COST_ACTUAL_TOO_EXPENSIVE'));
    expect(readCount).toBeLessThan(MAX_FIELDS);
  });

  it('is ended when the time is up that its caller gave it', async () => {
    const answer = ask('{ user { waits { followers { id } } } }', { [REQUEST_TIMEOUT_HEADER]: '20' });
    expect(await answer).toEqual(ended('DEADLINE_EXCEEDED'));
    gate.open();
    await ask('{ user { id } }');
    expect(readCount).toBe(1);
  });

  it.each(['', '-1', 'soon', '1e9'])('has the usual time where the header says %j', async (timeout) => {
    gate.open();
    expect(await ask('{ user { waits { id } } }', { [REQUEST_TIMEOUT_HEADER]: timeout })).toMatchObject({
      data: { user: { waits: { id: 'late' } } },
    });
  });
});

describe('an operation whose caller goes', () => {
  const query = '{ user { waits { followers { id } } } }';

  it('in process is ended', async () => {
    const caller = new AbortController();
    const answer = subgraph.executeLocally({ query, headers: await identity(), signal: caller.signal });
    await reached.opened;
    caller.abort();
    expect(await answer).toEqual(ended('CALLER_GONE'));
    gate.open();
    await ways['in process']?.('{ user { id } }');
    expect(readCount).toBe(1);
  });

  it('in process before it begins does not begin', async () => {
    const answer = subgraph.executeLocally({ query, headers: await identity(), signal: AbortSignal.abort() });
    expect(await answer).toEqual(ended('CALLER_GONE'));
  });

  it('over HTTP is ended when the connection is', async () => {
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const headers = { 'content-type': 'application/json', ...(await identity()) };
    const closed = new Promise<void>((resolve) => {
      server.server.on('connection', (socket) => socket.once('close', () => resolve()));
    });
    const call = request({ host: '127.0.0.1', port, method: 'POST', path: '/graphql', headers });
    const failed = once(call, 'error');
    call.end(JSON.stringify({ query }));
    await reached.opened;
    call.destroy(new Error('gone'));
    await Promise.all([failed, closed]);
    gate.open();
    await ways['in process']?.('{ user { id } }');
    expect(readCount).toBe(1);
  });
});
