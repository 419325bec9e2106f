import { silentLogger } from '@accounts-center/subgraph-kit';
import { composeServices } from '@apollo/composition';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { SettingsInput } from './settings/settings.ts';
import { createStandaloneGateway, type StandaloneGateway } from './standalone/standalone.ts';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT
  enum CacheControlScope { PUBLIC PRIVATE }`;

const products = {
  typeDefs: parse(`${FEDERATION}
    type Query { top: Product @cacheControl(maxAge: 60) mine: Product @cacheControl(maxAge: 60, scope: PRIVATE) now: Int broken: Int @cacheControl(maxAge: 60) }
    type Mutation { buy: Product @cacheControl(maxAge: 60) }
    type Product @key(fields: "id") { id: ID! name: String @cacheControl(inheritMaxAge: true) }`),
  resolvers: {
    Query: {
      top: () => ({ id: '1', name: 'Table' }),
      mine: () => ({ id: '1', name: 'Table' }),
      now: () => 1,
      broken: () => {
        throw new Error('broken');
      },
    },
    Mutation: { buy: () => ({ id: '1', name: 'Table' }) },
  },
};
const reviews = {
  typeDefs: parse(`${FEDERATION}
    type Query { reviews: Int }
    type Product @key(fields: "id") @cacheControl(maxAge: 100) { id: ID! stars: Int @cacheControl(maxAge: 20) words: String }`),
  resolvers: { Product: { stars: () => 5, words: () => 'good' } },
};

const servers: ApolloServer[] = [];
let supergraphSdl: string;
beforeAll(async () => {
  const serve = async (subgraph: typeof products | typeof reviews): Promise<string> => {
    const server = new ApolloServer({
      schema: buildSubgraphSchema(subgraph),
    });
    servers.push(server);
    return (await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } })).url;
  };
  const composed = composeServices([
    { name: 'products', typeDefs: products.typeDefs, url: await serve(products) },
    { name: 'reviews', typeDefs: reviews.typeDefs, url: await serve(reviews) },
  ]);
  supergraphSdl = composed.supergraphSdl ?? '';
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

let gateway: StandaloneGateway | undefined;
afterEach(() => gateway?.close());

async function start(settings: SettingsInput = {}) {
  const created = await createStandaloneGateway({
    supergraphSdl,
    settings,
    publicUrl: 'http://localhost:4000',
    development: false,
    log: silentLogger,
  });
  gateway = created;
  return async (query: string, headers: Record<string, string> = {}, payload: object = { query }) => {
    const answer = await created.server.inject({ method: 'POST', url: '/graphql', payload, headers });
    return [answer.headers['cache-control'], answer.headers['vary']];
  };
}

it('an answer may be kept as long as what lasts shortest in it', async () => {
  const ask = await start();
  expect(await ask('{ top { id name } }')).toEqual(['max-age=60, public', expect.stringContaining('authorization')]);
  expect(await ask('{ top { id name stars } }')).toEqual(['max-age=20, public', expect.anything()]);
});

it('one that is for the viewer is private, whatever else is in it', async () => {
  const ask = await start();
  expect((await ask('{ mine { id name } top { stars } }'))[0]).toBe('max-age=20, private');
});

it('one to somebody in particular is private, whatever subgraphs say', async () => {
  const ask = await start({ subgraphs: { all: { forwardHeaders: ['x-tenant'] } } });
  expect((await ask('{ top { id } }', { authorization: 'Bearer x' }))[0]).toBe('max-age=60, private');
  expect((await ask('{ top { id } }', { cookie: 'a=b' }))[0]).toBe('max-age=60, private');
  expect((await ask('{ top { id } }'))[1]).toMatch(/\baccept, authorization, x-tenant$/);
});

it('one that tells of the caller is private, and one with a plan is not kept', async () => {
  const rule = { name: 'all', by: 'address', limit: 100, perMs: 60_000 } as const;
  const ask = await start({ rateLimits: { rules: [rule] }, telemetry: { queryPlans: true } });
  expect((await ask('{ top { id } }'))[0]).toBe('max-age=60, private');
  expect((await ask('{ top { id } }', { 'x-query-plan': '1' }))[0]).toBe('no-store');
});

it.each([
  ['of which a part has no hint', '{ top { id } now }'],
  ['with an error', '{ top { id } broken }'],
  ['to a mutation', 'mutation { buy { id } }'],
  ['that was refused', '{ nothing }'],
  ['of the gateway alone', '{ __typename }'],
])('one %s is not kept', async (_, query) => {
  const ask = await start();
  expect((await ask(query))[0]).toBe('no-store');
});

it('one of several is not kept, nor any where that is switched off', async () => {
  const asked = await start({ http: { maxBatchSize: 2 } });
  expect((await asked('', {}, [{ query: '{ top { id } }' }]))[0]).toBe('no-store');
  await gateway?.close();
  const ask = await start({ caching: { enabled: false } });
  expect((await ask('{ top { id } }'))[0]).toBe('no-store');
});
