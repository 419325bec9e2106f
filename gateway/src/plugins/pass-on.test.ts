import { Readable } from 'node:stream';
import { createServiceClient, silentLogger } from '@accounts-center/subgraph-kit';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { passOn } from './pass-on.ts';

/** Passes a call on to a service that answers with a status and a body that never ends. */
async function answerTo(status: number, body: Readable) {
  const client = createServiceClient({
    send: async () => ({ status, headers: { 'content-type': 'text/plain' }, body }),
    close: async () => {},
  });
  const calling = { client, signer: { for: async () => 'identity' }, log: silentLogger };
  await using server = Fastify();
  server.decorateRequest('caller', null);
  server.get('/file', async (request, reply) => {
    request.caller = { clientAddress: request.ip };
    const call = { service: 'instagram', method: 'GET', path: '/file', timeoutMs: 5_000 } as const;
    return passOn(request, reply, call, calling);
  });
  return await server.inject('/file');
}

it.each([401, 600, 999])(
  'takes a service that answers %i for one that does not answer, and closes its body',
  async (status) => {
    const body = new Readable({ read: () => {} });
    body.push('begun');
    const closed = new Promise((resolve) => body.once('close', resolve));
    const answer = await answerTo(status, body);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      503,
      { errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'instagram' } }] },
    ]);
    await closed;
    expect(body.destroyed).toBe(true);
  },
);

it.each([200, 404, 599])('passes %i on', async (status) => {
  const answer = await answerTo(status, Readable.from(['text']));
  expect([answer.statusCode, answer.body]).toEqual([status, 'text']);
});
