import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sendEndlessly } from './testing/endless-request.ts';
import { addUnreadBodies } from './unread-bodies.ts';

let server: FastifyInstance;
let address: string;
beforeEach(async () => {
  server = Fastify({ bodyLimit: 10 });
  addUnreadBodies(server, 50);
  server.addContentTypeParser('text/early', (_request, payload, done) => done(null, payload));
  server.post('/', (_request, reply) => reply.code(201).send('early'));
  address = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

it('an endless body is answered, then cut off', async () => {
  expect(await sendEndlessly(address, ['POST / HTTP/1.1', 'host: localhost'])).toMatch(/^HTTP\/1.1 413 /);
});

it.each(['text/early', 'application/json'])('who sends %s that nobody reads gets the answer', async (type) => {
  const body = Buffer.alloc(8 * 1024 * 1024);
  const answer = await fetch(address, { method: 'POST', body, headers: { 'content-type': type } });
  expect(answer.status).toBe(type === 'text/early' ? 201 : 413);
});
