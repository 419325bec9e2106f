import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';

const MAX_LINGER_MS = 2_000;
const MAX_LINGER_BYTES = 8 * 1024 * 1024;

/**
 * Answers a request that may still be sending its body, and closes the connection. Closed at once, the connection would
 * be reset and the answer lost on its way, so what still comes is read and dropped for a moment (as in "lingering close").
 */
export function answerEarly(request: FastifyRequest, reply: FastifyReply, body: object): FastifyReply {
  if (request.raw.readableEnded) return reply.send(body);
  const text = JSON.stringify(body);
  reply
    .header('connection', 'close')
    .type('application/json; charset=utf-8')
    .header('content-length', Buffer.byteLength(text));
  return reply.send(Readable.from(withLinger(text, request.raw)));
}

/** The answer is complete with its first piece, by its length; the stream only ends later. */
async function* withLinger(text: string, incoming: Readable): AsyncGenerator<string> {
  yield text;
  const stop = new AbortController();
  const later = setTimeout(MAX_LINGER_MS, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([drained(incoming), later]);
  stop.abort();
}

/** Resolves when a stream has ended, or has brought more than enough. */
function drained(incoming: Readable): Promise<void> {
  let droppedBytes = 0;
  return new Promise((resolve) => {
    const done = (): void => {
      incoming.pause();
      resolve();
    };
    incoming.on('data', (chunk: Buffer) => {
      droppedBytes += chunk.length;
      if (droppedBytes > MAX_LINGER_BYTES) done();
    });
    incoming.once('close', done).once('end', done);
    incoming.resume();
  });
}
