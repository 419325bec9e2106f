import { silentLogger } from '@accounts-center/subgraph-kit';
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache, ServerError } from '@apollo/client';
import { ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { afterAll, expect, it } from 'vitest';
import { publicError } from '../../errors/public-error.ts';
import type { EngineContext, EngineOptions } from '../engine-options.ts';
import { createTestGraph, type TestCaller } from '../testing/test-graph.ts';

const servers: ApolloServer<EngineContext<TestCaller>>[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
});

/** Apollo Client before Apollo Server before the engine; the token is the caller. */
async function clientOf(unauthorized: EngineOptions<TestCaller>['unauthorized'] & string, token: string) {
  const { engine } = createTestGraph(
    {
      people: {
        sdl: 'type Query { me: Person } type Person { name: String salary: Int @requiresScopes(scopes: [["hr"]]) }',
        resolvers: { Query: { me: () => ({ name: 'Ann', salary: 9 }) } },
      },
    },
    {
      unauthorized,
      grantsOf: (caller) => ({ isAuthenticated: caller !== 'nobody', scopes: new Set([caller]) }),
    },
  );
  const server = new ApolloServer<EngineContext<TestCaller>>({
    gateway: engine,
    logger: silentLogger,
    stringifyResult: engine.write as (result: FormattedExecutionResult) => string,
    formatError: (formatted, error) => publicError(formatted, error, { hidesSchema: true, log: silentLogger }),
  });
  servers.push(server);
  await server.start();
  const sent: HTTPGraphQLResponse[] = [];
  const fetch = async (_: unknown, init: RequestInit = {}): Promise<Response> => {
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: new HeaderMap([['content-type', 'application/json']]),
        search: '',
        body: JSON.parse(init.body as string) as unknown,
      },
      context: async () => ({ caller: token }),
    });
    sent.push(answer);
    const body = answer.body.kind === 'complete' ? answer.body.string : '';
    return new Response(body, { status: answer.status ?? 200, headers: [...answer.headers] });
  };
  const link = new HttpLink({ uri: 'http://gateway.test/graphql', fetch });
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return { sent, ask: () => client.query({ query: gql`{ me { name salary } }`, errorPolicy: 'all' }) };
}

it('a client gets what it may read, and told of the rest', async () => {
  const { ask, sent } = await clientOf('remove', 'nobody');
  const { data, error } = await ask();
  expect(data).toMatchObject({ me: { name: 'Ann', salary: null } });
  expect((error as CombinedGraphQLErrors).errors).toEqual([
    {
      message: 'Unauthorized field or type',
      path: ['me', 'salary'],
      extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
    },
  ]);
  expect(sent[0]?.status ?? 200).toBe(200);
});

it.each([
  ['nobody', 401, 'UNAUTHENTICATED'],
  ['somebody', 403, 'FORBIDDEN'],
])('where operations are refused, %s gets %i', async (token, status, code) => {
  const { ask, sent } = await clientOf('refuse', token);
  const { error } = await ask();
  expect(sent[0]?.status).toBe(status);
  const { body } = sent[0] ?? {};
  expect(JSON.parse(body?.kind === 'complete' ? body.string : '')).toEqual({
    errors: [{ message: 'You may not read me.salary.', extensions: { code } }],
  });
  expect(ServerError.is(error) || CombinedGraphQLErrors.is(error)).toBe(true);
});

it('who may read all is not refused', async () => {
  const { ask } = await clientOf('refuse', 'hr');
  expect((await ask()).data).toMatchObject({ me: { salary: 9 } });
});
