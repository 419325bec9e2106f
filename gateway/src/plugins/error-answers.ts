import type { Socket } from 'node:net';
import { errorBody, internalErrorBody, type Logger, runInRequest } from '@accounts-center/subgraph-kit';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codeOfStatus, Refusal } from '../errors/refusal.ts';
import { sendPlainPage, wantsPage } from './plain-page.ts';

/** Gives every refused or failed request an answer in the form of a GraphQL response; a browser that found nothing, a page. */
export function addErrorAnswers(server: FastifyInstance, log: Logger, { hasStartPage = false } = {}): void {
  server.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply, log));
  server.setNotFoundHandler((request, reply) => inRequest(request, () => sendNotFound(request, reply, hasStartPage)));
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply, hasStartPage: boolean): FastifyReply {
  const message = 'There is nothing here.';
  reply.code(404);
  if (!wantsPage(request)) return reply.send(errorBody(message, codeOfStatus(404)));
  const body = hasStartPage ? '<p><a href="/">What there is</a></p>' : '';
  return sendPlainPage(reply, { title: message, body });
}

/** Answers a request that failed, whichever part of the server found out. */
export function sendError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  return inRequest(request, () => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      const code = error instanceof Refusal ? error.code : codeOfStatus(status);
      log.info({ status, code, reason: error.message }, 'A request was refused');
      return reply.code(status).send(errorBody(error.message, code));
    }
    log.error({ err: error }, 'Unexpected error in a request');
    return reply.code(500).send(internalErrorBody());
  });
}

/** Answers what is no HTTP request at all, or came too slowly to become one. Fits Fastify's `clientErrorHandler`. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = STATUS_OF_PARSER[error.code] ?? '400 Bad Request';
  const body = JSON.stringify(
    errorBody('The request is no valid HTTP request.', codeOfStatus(Number.parseInt(status, 10))),
  );
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    `content-length: ${body.length}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const STATUS_OF_PARSER: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Errors of the transport arise outside of the request's scope. */
function inRequest<T>(request: FastifyRequest, work: () => T): T {
  return runInRequest({ requestId: request.id }, work);
}
