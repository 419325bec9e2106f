import type { FastifyInstance } from 'fastify';

const LINGER_MS = 5_000;

/**
 * Reads on when a request was answered before its body had come. Closing the connection at once, as Fastify would, can
 * cost the client the answer, and reading on for ever is what an endless body is after: so it is read for a moment, then
 * cut off.
 * @param lingerMs how long that moment is
 */
export function addUnreadBodies(server: FastifyInstance, lingerMs = LINGER_MS): void {
  server.addHook('onSend', async (request, reply) => {
    if (isUnread(request.raw)) reply.removeHeader('connection');
  });
  server.addHook('onResponse', (request, _reply, done) => {
    done();
    const { raw } = request;
    if (!isUnread(raw)) return;
    const timer = setTimeout(() => raw.destroy(), lingerMs);
    raw
      .once('close', () => clearTimeout(timer))
      .unpipe()
      .resume();
  });
}

/** Whether more of a request is to come. Those that are injected, not sent, do not tell; theirs are always there. */
export function isUnread({ complete, destroyed }: { complete?: boolean; destroyed: boolean }): boolean {
  return complete === false && !destroyed;
}
