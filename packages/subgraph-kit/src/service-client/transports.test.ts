import { createHash, randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { openDatabase } from '@accounts-center/db';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { runInRequest } from '../request-scope.ts';
import { AnswerLost, ServiceUnreachable } from './failures.ts';
import { httpTransport } from './http-transport.ts';
import { localTransport } from './local-transport.ts';
import { createServiceClient, type ServiceClient, type ServiceRequest } from './service-client.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource[Symbol.asyncDispose]();
});

/** A sister service with every way of answering. */
function createSister(): FastifyInstance {
  const server = Fastify({ forceCloseConnections: true });
  server.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  server.post('/echo', (request, reply) =>
    reply.header('x-seen', request.headers['x-request-id'] ?? 'none').send(request.body),
  );
  server.post('/hash', async (request) => {
    const hash = createHash('sha256');
    for await (const chunk of request.body as Readable) hash.update(chunk as Buffer);
    return hash.digest('hex');
  });
  server.get('/zeros/:size', (request, reply) => {
    const chunks = Array.from({ length: Number((request.params as { size: string }).size) / 65_536 }, () =>
      Buffer.alloc(65_536),
    );
    return reply.send(Readable.from(chunks, { objectMode: false }));
  });
  server.get('/failing', (_request, reply) => reply.code(503).send('at work'));
  server.get('/silent', () => new Promise(() => {}));
  server.get('/half', (_request, reply) => {
    const body = new PassThrough();
    body.write('the first half');
    return reply.send(body);
  });
  server.get('/broken', (_request, reply) => {
    const body = new PassThrough();
    body.write('the first half');
    setImmediate(() => body.destroy(new Error('disk on fire at /var/media')));
    return reply.send(body);
  });
  server.get('/reset', (request) => {
    request.raw.destroy();
    return new Promise(() => {});
  });
  open.push(server);
  return server;
}

const transports = {
  http: async (server: FastifyInstance) =>
    httpTransport({ addresses: { sister: await server.listen({ host: '127.0.0.1', port: 0 }) } }),
  local: async (server: FastifyInstance) => {
    const transport = localTransport();
    transport.register('sister', server);
    return transport;
  },
};

describe.each(Object.entries(transports))('%s transport', (_name, createTransport) => {
  async function connect(): Promise<ServiceClient> {
    const client = createServiceClient(await createTransport(createSister()));
    open.push(client);
    return client;
  }
  const get = (path: string, timeoutMs = 5_000): ServiceRequest => ({
    service: 'sister',
    method: 'GET',
    path,
    timeoutMs,
  });

  it('carries a request and its answer', async () => {
    const client = await connect();
    const call = {
      service: 'sister',
      method: 'POST',
      path: '/echo',
      headers: { 'content-type': 'application/json' },
      timeoutMs: 5_000,
    } as const;
    const answer = await client.send({ ...call, body: '{"a":1}' });
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': expect.stringContaining('application/json') },
    });
    expect(await answer.text()).toBe('{"a":1}');
    expect(await (await client.send({ ...call, body: Buffer.from('{"b":2}') })).text()).toBe('{"b":2}');
  });

  it('hands on the id of the request being served', async () => {
    const client = await connect();
    const send = () => client.send({ service: 'sister', method: 'POST', path: '/echo', timeoutMs: 5_000 });
    expect((await runInRequest({ requestId: 'req-1' }, send)).headers['x-seen']).toBe('req-1');
    expect((await send()).headers['x-seen']).toBe('none');
  });

  it('streams a body there', async () => {
    const client = await connect();
    const chunks = Array.from({ length: 40 }, () => randomBytes(100_000));
    const headers = { 'content-type': 'application/octet-stream' };
    const body = Readable.from(chunks, { objectMode: false });
    const answer = await client.send({
      service: 'sister',
      method: 'POST',
      path: '/hash',
      headers,
      body,
      timeoutMs: 5_000,
    });
    expect(await answer.text()).toBe(createHash('sha256').update(Buffer.concat(chunks)).digest('hex'));
  });

  it('streams a body back', async () => {
    const client = await connect();
    let sizeBytes = 0;
    for await (const chunk of (await client.send(get('/zeros/16777216'))).body) sizeBytes += (chunk as Buffer).length;
    expect(sizeBytes).toBe(16_777_216);
  });

  it('does not gather more text than it may', async () => {
    const client = await connect();
    await expect((await client.send(get('/zeros/16777216'))).text()).rejects.toThrow(AnswerLost);
    await expect((await client.send(get('/zeros/65536'))).text(65_535)).rejects.toThrow(AnswerLost);
    expect(await (await client.send(get('/zeros/65536'))).text(65_536)).toHaveLength(65_536);
  });

  it('takes a 5xx for what it is, an answer', async () => {
    const answer = await (await connect()).send(get('/failing'));
    expect([answer.status, await answer.text()]).toEqual([503, 'at work']);
  });

  it('X8: loses the answer of a service that accepts and says nothing', async () => {
    const client = await connect();
    await expect(client.send(get('/silent', 100))).rejects.toThrow(AnswerLost);
  });

  it('X8: loses the answer of a service that resets after reading', async () => {
    const client = await connect();
    await expect(client.send(get('/reset'))).rejects.toThrow(AnswerLost);
  });

  it('loses an answer that stops half-way when the deadline passes', async () => {
    const client = await connect();
    await expect((await client.send(get('/half', 200))).text()).rejects.toThrow(AnswerLost);
    const { body } = await client.send(get('/half', 200));
    await expect(body.toArray()).rejects.toThrow(AnswerLost);
  });

  it('loses an answer that breaks off, whoever reads it', async () => {
    const client = await connect();
    await expect((await client.send(get('/broken'))).text()).rejects.toThrow(
      /^The answer of the service sister was lost\.$/,
    );
    const { body } = await client.send(get('/broken'));
    await expect(body.toArray()).rejects.toThrow(/^The answer of the service sister was lost\.$/);
  });

  it('lets a reader leave early', async () => {
    const client = await connect();
    const { body } = await client.send(get('/zeros/16777216'));
    body.destroy();
    expect((await client.send(get('/failing'))).status).toBe(503);
  });

  it('X7: finds a service that is away unreachable', async () => {
    const sister = createSister();
    const client = createServiceClient(await createTransport(sister));
    open.push(client);
    await sister.close();
    await expect(client.send(get('/failing'))).rejects.toThrow(ServiceUnreachable);
    await expect(client.send(get('/failing'))).rejects.toThrow(/^The service sister can't be reached\.$/);
    const body = Readable.from(['never read']);
    await expect(client.send({ ...get('/hash'), method: 'POST', body })).rejects.toThrow(ServiceUnreachable);
    expect(body.destroyed).toBe(true);
  });
});

it('refuses to call inside a database write', async () => {
  await using db = await openDatabase({ url: 'file::memory:', tables: [], migrations: [] });
  const client = createServiceClient(localTransport());
  const call = db.write(() => client.send({ service: 'sister', method: 'GET', path: '/', timeoutMs: 1_000 }));
  await expect(call).rejects.toThrow('inside a database write');
});
