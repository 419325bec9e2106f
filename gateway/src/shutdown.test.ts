import { EventEmitter, once } from 'node:events';
import Fastify, { type FastifyInstance } from 'fastify';
import { expect, it } from 'vitest';
import { drain } from './shutdown.ts';

/** A server with one request under way, and what ends it. */
async function busyServer(): Promise<{ server: FastifyInstance; finish: () => void; answer: Promise<Response> }> {
  const server = Fastify({ forceCloseConnections: 'idle' });
  const events = new EventEmitter();
  const begun = once(events, 'begun');
  server.get('/', async () => {
    events.emit('begun');
    await once(events, 'finish');
    return 'done';
  });
  const answer = fetch(await server.listen({ host: '127.0.0.1', port: 0 }));
  await begun;
  return { server, finish: () => void events.emit('finish'), answer };
}

it('what is under way is finished before the server ends', async () => {
  const { server, finish, answer } = await busyServer();
  const ended = drain(server);
  finish();
  expect(await (await answer).text()).toBe('done');
  await ended;
  expect(server.server.listening).toBe(false);
});

it('what takes too long is cut off', async () => {
  const { server, answer } = await busyServer();
  await Promise.all([expect(answer).rejects.toThrow('fetch failed'), drain(server, 20)]);
});
