import { errorBody, type Logger } from '@accounts-center/subgraph-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokens } from '../authentication/access-tokens.ts';
import type { Caller } from '../caller.ts';
import { unavailableBody } from '../errors/subgraph-error.ts';
import { asksByAddress } from '../graphql/address-parameters.ts';
import { wantsPage } from './plain-page.ts';
import { responseType } from './response-type.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent the request, on routes that ask. */
    caller: Caller | null;
  }
}

interface ErrorBody {
  readonly errors: readonly { readonly extensions: { readonly code: string } }[];
}

/**
 * Finds out who sent a request, before its body is read. Without a token that is nobody in particular; with a bad one the
 * whole request is refused. A gateway that believes no issuer takes everybody for nobody in particular.
 */
export function addAuthentication(
  scope: FastifyInstance,
  { accessTokens, log }: { accessTokens?: AccessTokens | undefined; log: Logger },
): void {
  scope.decorateRequest('caller', null);
  scope.addHook('onRequest', async (request, reply) => {
    if (!accessTokens) {
      request.caller = { clientAddress: request.ip };
      return;
    }
    const authentication = await accessTokens.check(request.headers.authorization);
    switch (authentication.kind) {
      case 'anonymous':
        request.caller = { clientAddress: request.ip };
        return;
      case 'identified':
        request.caller = { clientAddress: request.ip, ...authentication.identity };
        return;
      case 'required':
        // Whoever opens a WebSocket may say who it is in the first message; who does not is refused then. A page asks nothing yet.
        if (isWebSocket(request) || isPage(request)) {
          request.caller = { clientAddress: request.ip };
          return;
        }
        return sendUnauthenticated(request, reply, 'Bearer', 'An access token is required.');
      case 'refused':
        return sendUnauthenticated(
          request,
          reply,
          'Bearer error="invalid_token"',
          'The access token is expired or invalid.',
        );
      case 'unavailable':
        // What was asked for in vain has been told of already, once.
        log.debug({ err: authentication.cause }, 'Access tokens can not be checked');
        return sendRefusal(request, reply.code(503), unavailableBody(authentication.issuer));
    }
  });
}

/** Node sets it where a request goes on as something else, whatever its headers say. */
function isWebSocket({ raw, routeOptions }: FastifyRequest): boolean {
  return (raw as { upgrade?: boolean | null }).upgrade === true && routeOptions.url === '/graphql';
}

/** Whether a browser wants the page on which operations are written, if there is one. */
function isPage(request: FastifyRequest): boolean {
  return wantsPage(request) && request.routeOptions.url === '/graphql' && !asksByAddress(request);
}

/** Who sent the request. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('This route does not authenticate.');
  return request.caller;
}

function sendUnauthenticated(
  request: FastifyRequest,
  reply: FastifyReply,
  challenge: string,
  message: string,
): FastifyReply {
  reply.header('www-authenticate', challenge);
  return sendRefusal(request, reply.code(401), errorBody(message, 'UNAUTHENTICATED'));
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, body: ErrorBody): FastifyReply {
  request.refusedAs = body.errors[0]?.extensions.code ?? null;
  return reply.type(responseType(request)).send(body);
}
