import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterEach, expect, it } from 'vitest';
import { createStandaloneGateway, type StandaloneGateway } from '../standalone/standalone.ts';
import { sdlOverHttp } from './ask-sdl.ts';
import { composedSupergraph } from './composed-supergraph.ts';

/** A subgraph whose schema can be exchanged while it runs. */
async function startSubgraph(typeDefs: string, rootValue: object) {
  const state = { typeDefs, rootValue };
  const server: Server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      const schema = buildSubgraphSchema(parse(state.typeDefs));
      const result = await graphql({
        schema,
        source: query,
        rootValue: state.rootValue,
        variableValues: variables ?? {},
      });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, server };
}

const running: Server[] = [];
let gateway: StandaloneGateway | undefined;
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serveComposed() {
  const one = await startSubgraph('type Query { a: Int }', { a: 1 });
  const two = await startSubgraph('type Query { b: Int }', { b: 2 });
  running.push(one.server, two.server);
  const compose = { one: { url: one.url }, two: { url: two.url } };
  const sdl = sdlOverHttp();
  const read = composedSupergraph(compose, sdl.ask);
  const created = await createStandaloneGateway({
    supergraphSdl: await read(),
    readSupergraph: read,
    settings: { schema: { pollMs: 0 } },
    publicUrl: 'http://localhost:4000',
    development: false,
    log: silentLogger,
  });
  created.server.addHook('onClose', () => sdl.close());
  gateway = created;
  const ask = async (query: string) =>
    (await created.server.inject({ method: 'POST', url: '/graphql', payload: { query } })).json<object>();
  return { one, two, ask, look: () => created.lookForNewSupergraph() };
}

it('what subgraphs offer anew is served, once they go together', async () => {
  const { one, ask, look } = await serveComposed();
  expect(await ask('{ a b }')).toEqual({ data: { a: 1, b: 2 } });
  Object.assign(one.state, { typeDefs: 'type Query { a: Int c: Int }', rootValue: { a: 1, c: 3 } });
  expect(await ask('{ c }')).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  await look();
  expect(await ask('{ a b c }')).toEqual({ data: { a: 1, b: 2, c: 3 } });
});

it('subgraphs that do not go together, or do not answer, leave what is served', async () => {
  const { one, two, ask, look } = await serveComposed();
  one.state.typeDefs = 'type Query { a: Int b: String }';
  await look();
  expect(await ask('{ a b }')).toEqual({ data: { a: 1, b: 2 } });
  one.state.typeDefs = 'type Query { a: Int }';
  two.server.closeAllConnections();
  two.server.close();
  await look();
  expect(await ask('{ a }')).toEqual({ data: { a: 1 } });
});
