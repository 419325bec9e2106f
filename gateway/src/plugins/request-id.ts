import type { IncomingMessage } from 'node:http';
import { REQUEST_ID_HEADER, requestIdFrom, runInRequest } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';

/** For Fastify's `genReqId`: the client's own request id, if it is well-formed, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  return requestIdFrom(request.headers[REQUEST_ID_HEADER]);
}

/** Puts the request's id on its answer, on all its log lines and on its calls to services. */
export function addRequestId(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    runInRequest({ requestId: request.id }, done);
  });
  // A body arrives in events of the socket, outside of the scope: enter it again.
  server.addHook('preValidation', (request, _reply, done) => runInRequest({ requestId: request.id }, done));
}
