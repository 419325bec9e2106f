import type { Socket } from 'node:net';
import type { ConnectionError, FastifyInstance } from 'fastify';
import { codeOfStatus, errorBody } from './error-body.ts';

const STATUS_OF_PARSER: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Fastify's options with which Node refuses nothing in a form of its own; see also `addExpectations`. */
export const refusingInForm = {
  http: { requireHostHeader: false },
  clientErrorHandler: answerClientError,
} as const;

/** Node would answer an `expect` that it does not know with 417, and without a body: here it is as if it were not there. */
export function addExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** Answers what is no HTTP request at all, or came too slowly to become one. */
function answerClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = STATUS_OF_PARSER[error.code] ?? '400 Bad Request';
  const statusCode = Number.parseInt(status, 10);
  const message = statusCode === 408 ? 'The request did not arrive in time.' : 'The request is no valid HTTP request.';
  const body = JSON.stringify(errorBody(message, codeOfStatus(statusCode)));
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/json; charset=utf-8',
    'cache-control: no-store',
    `content-length: ${body.length}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
