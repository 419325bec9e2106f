import { errorBody, type Logger, levelOf } from '@accounts-center/subgraph-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokens } from '../authentication/access-tokens.ts';
import type { Caller } from '../caller.ts';
import { unavailableBody } from '../errors/subgraph-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent the request, on routes that ask. */
    caller: Caller | null;
  }
}

/**
 * Finds out who sent a request, before its body is read. Without a token that is nobody in particular; with a bad one the
 * whole request is refused.
 */
export function addAuthentication(
  scope: FastifyInstance,
  { accessTokens, log }: { accessTokens: AccessTokens; log: Logger },
): void {
  scope.decorateRequest('caller', null);
  scope.addHook('onRequest', async (request, reply) => {
    const authentication = await accessTokens.check(request.headers.authorization);
    switch (authentication.kind) {
      case 'anonymous':
        request.caller = { clientAddress: request.ip };
        return;
      case 'viewer':
        request.caller = { clientAddress: request.ip, viewer: authentication.viewer };
        return;
      case 'refused':
        return sendRefusal(reply);
      case 'unavailable':
        log[levelOf(authentication.cause.cause, 'error')](
          { err: authentication.cause },
          'Access tokens can not be checked',
        );
        return reply.code(503).send(unavailableBody('accounts-center'));
    }
  });
}

/** Who sent the request. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('This route does not authenticate.');
  return request.caller;
}

function sendRefusal(reply: FastifyReply): FastifyReply {
  reply.header('www-authenticate', 'Bearer error="invalid_token"');
  return reply.code(401).send(errorBody('The access token is expired or invalid.', 'UNAUTHENTICATED'));
}
