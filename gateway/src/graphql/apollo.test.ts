import { silentLogger } from '@accounts-center/subgraph-kit';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGraph } from '../engine/testing/test-graph.ts';
import { defaultSettings } from '../settings/settings.ts';
import { type Constellation, startConstellation } from '../testing/constellation.ts';
import { createApollo } from './apollo.ts';

let open: Constellation;
let closed: Constellation;
beforeAll(async () => {
  open = await startConstellation('in process');
  closed = await startConstellation('in process', { development: false });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
});

describe('introspection', () => {
  it('is open in development', async () => {
    expect(await open.ask(getIntrospectionQuery())).toMatchObject({
      status: 200,
      data: { __schema: { types: expect.any(Array) } },
    });
  });

  it('is closed in production', async () => {
    for (const query of [getIntrospectionQuery(), '{ __type(name: "Query") { name } }']) {
      const { status, data, errors } = await closed.ask(query);
      expect([status, data, errors?.[0]?.extensions]).toEqual([400, undefined, { code: 'GRAPHQL_VALIDATION_FAILED' }]);
    }
    expect(await closed.ask('{ __typename }')).toMatchObject({ data: { __typename: 'Query' } });
  });
});

it('an operation that the schema refuses is told why, in production without hints at the schema', async () => {
  const message = 'Cannot query field "viewr" on type "Query".';
  expect((await open.ask('{ viewr { id } }')).errors).toMatchObject([{ message: `${message} Did you mean "viewer"?` }]);
  const { status, errors } = await closed.ask('{ viewr { id } }');
  expect([status, errors]).toEqual([
    400,
    [{ message, locations: [{ line: 1, column: 3 }], extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  ]);
});

it('a variable that the schema refuses is told why, in production without hints at the schema', async () => {
  const query = 'query($kind: Trouble!) { instagramTrouble(kind: $kind) }';
  const message = 'Variable "$kind" got invalid value "BUGG"; Value "BUGG" does not exist in "Trouble" enum.';
  const hint = ' Did you mean the enum value "BUG"?';
  expect((await open.ask(query, { variables: { kind: 'BUGG' } })).errors).toMatchObject([{ message: message + hint }]);
  const { errors } = await closed.ask(query, { variables: { kind: 'BUGG' } });
  expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
});

it('neither stack traces nor, in production, query plans can be asked for', async () => {
  const headers = {
    'apollo-query-plan-experimental': '1',
    'apollo-query-plan-experimental-format': 'internal',
    'apollo-federation-include-trace': 'ftv1',
  };
  const answer = await closed.ask('{ viewer { account { username } } }', { headers });
  expect(JSON.parse(answer.text)).toEqual({ data: { viewer: { account: { username: 'name of 1' } } } });
  expect((await open.ask('{ nothing')).text).not.toContain('stack');
});

it('hands the engine no accessors made for one request, which would keep all of it until a full collection', async () => {
  const { engine } = createTestGraph({ people: { sdl: 'type Query { name: String }', resolvers: {} } });
  let status: PropertyDescriptor | undefined;
  const watched: typeof engine = {
    ...engine,
    load: async (options) => {
      const { executor } = await engine.load(options);
      return {
        executor: (request) => {
          const http = request.response?.http;
          if (http) http.status = 418;
          status = Object.getOwnPropertyDescriptor(http, 'status');
          return executor?.(request) ?? Promise.resolve({});
        },
      };
    },
  };
  const profile = { development: false, graph: 'any' } as const;
  const parts = { profile, settings: defaultSettings(profile), log: silentLogger };
  const apollo = createApollo({ engine: watched, ...parts });
  await apollo.start();
  const { http } = await apollo.executeOperation({ query: '{ name }' }, { contextValue: { caller: 'somebody' } });
  await apollo.stop();
  expect([http.status, status?.get]).toEqual([418, undefined]);
});
