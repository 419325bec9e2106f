import {
  codeOfStatus,
  errorBody,
  internalErrorBody,
  type Logger,
  runInRequest,
  scopeOf,
} from '@accounts-center/subgraph-kit';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors/refusal.ts';
import { sendPlainPage, wantsPage } from './plain-page.ts';
import { responseType } from './response-type.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The code with which it was refused before an operation began, for those who count. */
    refusedAs: string | null;
  }
}

/** Gives every refused or failed request an answer in the form of a GraphQL response; a browser that found nothing, a page. */
export function addErrorAnswers(server: FastifyInstance, log: Logger, { hasStartPage = false } = {}): void {
  server.decorateRequest('refusedAs', null);
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
    if (error instanceof Refusal || (status >= 400 && status < 500)) {
      const code = error instanceof Refusal ? error.code : codeOfStatus(status);
      request.refusedAs = code;
      log.info({ status, errorCode: code, reason: error.message }, 'A request was refused');
      return reply.code(status).type(responseType(request)).send(errorBody(error.message, code));
    }
    log.error({ err: error }, 'Unexpected error in a request');
    return reply.code(500).type(responseType(request)).send(internalErrorBody());
  });
}

/** Errors of the transport arise outside of the request's scope. */
function inRequest<T>(request: FastifyRequest, work: () => T): T {
  return runInRequest(scopeOf(request), work);
}
