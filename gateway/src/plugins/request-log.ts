import type { Logger } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';

/** One line a request: the route's pattern, not the URL, so that ids and queries stay out of the log. */
export function addRequestLog(server: FastifyInstance, log: Logger): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, id: requestId } = request;
    log.debug(
      { requestId, method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
    done();
  });
}
