import type { FastifyInstance } from 'fastify';
import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { badInput, forbidden } from '../errors.ts';
import { IDENTITY_HEADER, type ServiceIdentity, type Viewer } from '../identity/identity.ts';
import { createIdentitySigner } from '../identity/identity-signer.ts';
import { createIdentityVerifier } from '../identity/identity-verifier.ts';
import { generateKeyring } from '../identity/keyring.ts';
import { createLogger } from '../logger.ts';
import { currentRequestId } from '../request-scope.ts';
import { createServiceServer } from '../server.ts';
import type { GraphqlEndpoint } from './graphql-endpoint.ts';
import { createSubgraph } from './subgraph.ts';

const keyring = generateKeyring(['gateway>facebook', 'accounts-center>facebook/contract']);
const signer = createIdentitySigner({ issuer: 'gateway', keyring, clock: systemClock });
const verifier = createIdentityVerifier({
  audience: 'facebook',
  keyring,
  allowedIssuers: ['gateway'],
  clock: systemClock,
});
const viewer: Viewer = { accountId: 'fbu_1', sessionId: 'ses_1', authenticatedAt: new Date('2026-11-23T10:00:00Z') };

const typeDefs = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type FacebookUser @key(fields: "id") { id: ID! username: String }
  type Query {
    facebookViewer: FacebookUser
    requestIds: [String]
    page(first: Int): Int
    secret: Int
    unexpected: Int
    coded: Int
    rejected: Int
    nothing: Int!
  }
`;

interface Context {
  identity: ServiceIdentity;
  requestId: string;
}

const resolvers = {
  FacebookUser: { __resolveReference: ({ id }: { id: string }) => ({ id, username: `name of ${id}` }) },
  Query: {
    facebookViewer: (_: unknown, _args: object, { identity }: Context) =>
      identity.viewer && { id: identity.viewer.accountId },
    requestIds: async (_: unknown, _args: object, { requestId }: Context) => [requestId, currentRequestId()],
    page: () => {
      throw badInput('The argument "first" must be from 1 to 100.');
    },
    secret: () => {
      throw forbidden();
    },
    unexpected: () => {
      throw new Error('relation "account" does not exist at 10.0.0.7');
    },
    coded: () => {
      throw new GraphQLError('on fire', { extensions: { code: 'ON_FIRE', hint: 'water', stacktrace: ['at x.ts'] } });
    },
    rejected: () => Promise.reject('a string'),
    nothing: () => null,
  },
};

let logged: string;
let subgraph: GraphqlEndpoint;
let server: FastifyInstance;
beforeEach(async () => {
  logged = '';
  const log = createLogger({ name: 'facebook', destination: { write: (line) => void (logged += line) } });
  const context = (identity: ServiceIdentity, { requestId }: { requestId: string }): Context => ({
    identity,
    requestId,
  });
  subgraph = await createSubgraph({ typeDefs, resolvers, verifier, log, context });
  server = createServiceServer({ name: 'facebook', log, verifier });
  subgraph.mount(server);
});
afterEach(() => server.close());

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }[];
}
type Execute = (query: string, variables?: Record<string, unknown>, identity?: string) => Promise<Answer>;

const ways: Record<string, Execute> = {
  'over HTTP': async (query, variables, identity) => {
    const headers = { 'x-request-id': 'req-1', ...(identity !== undefined && { [IDENTITY_HEADER]: identity }) };
    return (
      await server.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })
    ).json<Answer>();
  },
  'in process': async (query, variables, identity) =>
    await subgraph.executeLocally({
      query,
      ...(variables && { variables }),
      headers: { 'x-request-id': 'req-1', [IDENTITY_HEADER]: identity },
    }),
};

describe.each(Object.entries(ways))('a subgraph %s', (_name, execute) => {
  const executeSigned = async (query: string, variables?: Record<string, unknown>) =>
    execute(query, variables, await signer.for('facebook', { viewer }));

  it('D1: refuses whoever has no identity, or one for others', async () => {
    const contract = createIdentitySigner({ issuer: 'accounts-center', keyring, clock: systemClock });
    for (const identity of [undefined, '', 'a.b.c', await contract.for('facebook/contract')]) {
      const answer = await execute('{ facebookViewer { id } }', undefined, identity);
      expect(answer).toEqual({
        errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED', requestId: 'req-1' } }],
      });
    }
  });

  it('answers as the viewer, who comes from the identity', async () => {
    expect(await executeSigned('{ facebookViewer { id } }')).toEqual({ data: { facebookViewer: { id: 'fbu_1' } } });
  });

  it('knows the request id everywhere', async () => {
    expect(await executeSigned('{ requestIds }')).toEqual({ data: { requestIds: ['req-1', 'req-1'] } });
  });

  it('resolves entities', async () => {
    const query =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on FacebookUser { username } } _service { sdl } }';
    const answer = await executeSigned(query, { r: [{ __typename: 'FacebookUser', id: 'fbu_2' }] });
    expect(answer).toEqual({
      data: { _entities: [{ username: 'name of fbu_2' }], _service: { sdl: expect.stringContaining('FacebookUser') } },
    });
  });

  it('lets expected errors through, without stack traces', async () => {
    const { errors } = await executeSigned('{ page(first: 0) secret coded }');
    expect(errors).toEqual([
      {
        message: 'The argument "first" must be from 1 to 100.',
        path: ['page'],
        locations: expect.anything(),
        extensions: { code: 'BAD_USER_INPUT' },
      },
      {
        message: 'You may not do this.',
        path: ['secret'],
        locations: expect.anything(),
        extensions: { code: 'FORBIDDEN' },
      },
      {
        message: 'on fire',
        path: ['coded'],
        locations: expect.anything(),
        extensions: { code: 'ON_FIRE', hint: 'water' },
      },
    ]);
    expect(logged).toBe('');
  });

  it.each(['unexpected', 'rejected', 'nothing'])('masks and logs what nobody expected: %s', async (field) => {
    const { errors } = await executeSigned(`{ ${field} }`);
    expect(errors).toEqual([
      {
        message: 'Internal server error',
        path: [field],
        locations: expect.anything(),
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' },
      },
    ]);
    expect(logged).toMatch(
      /"level":50.*"requestId":"req-1".*(does not exist at 10\.0\.0\.7|a string|Cannot return null)/,
    );
  });

  it('says what is wrong with an operation', async () => {
    const codeOf = async (query: string, variables?: Record<string, unknown>) =>
      (await executeSigned(query, variables)).errors?.[0]?.extensions?.['code'];
    expect(await codeOf('{')).toBe('GRAPHQL_PARSE_FAILED');
    expect(await codeOf('{ nonsense }')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await codeOf('query ($n: Int) { page(first: $n) }', { n: 'one' })).toBe('BAD_USER_INPUT');
    expect(logged).toBe('');
  });
});

it("hands the resolvers' values over in process, uncopied", async () => {
  const list = ['a'];
  const schema = { typeDefs: 'scalar Any type Query { any: Any }', resolvers: { Query: { any: () => list } } };
  const local = await createSubgraph({
    ...schema,
    verifier,
    log: createLogger({ name: 'x', level: 'silent' }),
    context: () => ({}),
  });
  const result = await local.executeLocally({
    query: '{ any }',
    headers: { [IDENTITY_HEADER]: await signer.for('facebook') },
  });
  expect(result.data?.['any']).toBe(list);
  await local.close();
});

it('masks a context that could not be made', async () => {
  const log = createLogger({ name: 'x', destination: { write: (line) => void (logged += line) } });
  const broken = await createSubgraph({
    typeDefs,
    resolvers,
    verifier,
    log,
    path: '/broken',
    context: () => Promise.reject(new Error('pool of 10.0.0.7 is full')),
  });
  broken.mount(server);
  const headers = { 'x-request-id': 'req-1', [IDENTITY_HEADER]: await signer.for('facebook') };
  const masked = {
    errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' } }],
  };
  expect(await broken.executeLocally({ query: '{ requestIds }', headers })).toEqual(masked);
  expect(
    (await server.inject({ method: 'POST', url: '/broken', headers, payload: { query: '{ requestIds }' } })).json(),
  ).toEqual(masked);
  expect(logged.match(/pool of/g)?.length).toBeGreaterThanOrEqual(2);
});

it('runs operations given as text alone', async () => {
  const document: DocumentNode = parse('{ requestIds }');
  const answer = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { [IDENTITY_HEADER]: await signer.for('facebook') },
    payload: { query: document },
  });
  expect(answer.statusCode).toBe(400);
});
