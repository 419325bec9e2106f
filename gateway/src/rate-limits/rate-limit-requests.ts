import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../errors/refusal.ts';
import { callerOf } from '../plugins/authentication.ts';
import { RATE_LIMITED, rateLimitHeaders, retryAfterSeconds, tooMany } from './rate-limit-headers.ts';
import type { RateLimits, RuleUse } from './rate-limits.ts';

/** A request that was counted before it was read: over HTTP, or over a WebSocket. Its first operation does not count again. */
export interface CountedRequest {
  readonly uses: readonly RuleUse[];
  hasOperation: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** On routes that count. */
    counted: CountedRequest | null;
  }
}

/**
 * Counts requests before their bodies are read, and refuses those that are too many. By address they count before
 * `authenticate` adds its hook, so that guessed tokens count, too; by account after it.
 */
export function addRateLimits(scope: FastifyInstance, limits: RateLimits, authenticate: () => void): void {
  scope.decorateRequest('counted', null);
  const tell = (request: FastifyRequest, reply: FastifyReply, uses: readonly RuleUse[]): void => {
    for (const [name, value] of rateLimitHeaders(uses)) reply.header(name, value);
    const retryAfter = retryAfterSeconds(uses);
    if (retryAfter !== undefined) throw new Refusal(429, RATE_LIMITED, tooMany(retryAfter));
    request.counted = { uses, hasOperation: false };
  };
  scope.addHook('onRequest', async (request, reply) => {
    tell(request, reply, await limits.countRequest({ clientAddress: request.ip }, 'address'));
  });
  authenticate();
  scope.addHook('onRequest', async (request, reply) => {
    const uses = await limits.countRequest(callerOf(request), 'account');
    if (uses.length > 0) tell(request, reply, [...(request.counted?.uses ?? []), ...uses]);
  });
}
