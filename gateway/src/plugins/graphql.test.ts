import { EventEmitter, once } from 'node:events';
import { request } from 'node:http';
import { ApolloServer, type BaseContext } from '@apollo/server';
import Fastify from 'fastify';
import { expect, it, vi } from 'vitest';
import { Admission } from '../admission.ts';
import { addGraphql } from './graphql.ts';

it('answers nobody who has gone before the turn came', async () => {
  const apollo = new ApolloServer<BaseContext>({ typeDefs: 'type Query { a: Int }', stopOnTerminationSignals: false });
  await apollo.start();
  const execute = vi.spyOn(apollo, 'executeHTTPGraphQLRequest');
  await using server = Fastify();
  const seen = new EventEmitter();
  // As long as a request waits.
  server.addHook('preHandler', async ({ headers }, reply) => {
    if (headers['x-goes'] === undefined) return;
    seen.emit('arrived');
    await once(reply.raw, 'close');
    setImmediate(() => seen.emit('through'));
  });
  const documents = { resolve: <T>(operation: T): T => operation };
  addGraphql(server, {
    apollo,
    documents,
    admission: new Admission(4),
    contextOf: () => ({}),
    turnOf: () => 'anybody',
  });
  const url = new URL('/graphql', await server.listen({ port: 0, host: '127.0.0.1' }));
  const headers = { 'content-type': 'application/json' };
  const gone = request(url, { method: 'POST', headers: { ...headers, 'x-goes': '1' } });
  gone.on('error', () => {}).end('{"query":"{ a }"}');
  await once(seen, 'arrived');
  gone.destroy();
  await once(seen, 'through');
  expect(execute).not.toHaveBeenCalled();
  const answer = await fetch(url, { method: 'POST', headers, body: '{"query":"{ a }"}' });
  expect([await answer.json(), execute.mock.calls.length]).toEqual([{ data: { a: null } }, 1]);
  await apollo.stop();
});
