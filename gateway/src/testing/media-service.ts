import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';
import { errorBody, identityOf } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';

/** What happens in a service's media routes. */
export interface TestMedia {
  /** When the first bytes of an upload have come. */
  readonly firstBytes: Promise<unknown>;
  /** When an upload broke off. */
  readonly brokeOff: Promise<unknown>;
}

/** Media routes that tell what came, and how. */
export function addTestMedia(server: FastifyInstance): TestMedia {
  const events = new EventEmitter();
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  server.post('/media', async (request, reply) => {
    if (request.headers['content-type'] === 'image/svg+xml') {
      return reply.code(415).send(errorBody('No picture.', 'NOT_ACCEPTED'));
    }
    const facts = await measure(request.body as Readable, events);
    const { viewer } = identityOf(request);
    const seen = {
      type: request.headers['content-type'],
      cookie: request.headers.cookie,
      accountId: viewer?.accountId,
    };
    return reply
      .code(201)
      .header('x-powered-by', 'test')
      .send({ ...facts, ...seen });
  });

  server.get('/media/:id/:file', async (request, reply) => {
    if (request.headers['if-none-match'] === '"e1"') return reply.code(304).header('etag', '"e1"').send();
    const { id } = request.params as { id: string };
    if (id === 'missing') return reply.code(404).send(errorBody('No file.', 'NOT_FOUND'));
    reply.headers({ etag: '"e1"', 'cache-control': 'public, max-age=60', 'content-type': 'image/webp' });
    reply.headers({ 'set-cookie': 'a=b', server: 'secret' });
    return reply.send(Buffer.from(`bytes of ${request.url} for ${request.headers['range'] ?? 'all'}`));
  });
  return { firstBytes: once(events, 'first-bytes'), brokeOff: once(events, 'broke-off') };
}

async function measure(body: Readable, events: EventEmitter): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      events.emit('first-bytes');
      hash.update(chunk);
      sizeBytes += chunk.length;
    }
  } catch (error) {
    events.emit('broke-off');
    throw error;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}
