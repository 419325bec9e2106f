import type { ApolloServerPlugin } from '@apollo/server';
import { operationRefusal } from '../graphql/operation-refusal.ts';
import { RATE_LIMITED, rateLimitHeaders, retryAfterSeconds, tooMany } from './rate-limit-headers.ts';
import type { CountedRequest } from './rate-limit-requests.ts';
import type { LimitedCaller, RateLimits, RuleUse } from './rate-limits.ts';

export interface RateLimitContext {
  readonly caller: LimitedCaller;
  /** Present where the request was counted already, as over HTTP. */
  readonly counted?: CountedRequest | null;
}

/** Counts operations, however they come: each of a batch, and each of a WebSocket. */
export function rateLimitOperations<Context extends RateLimitContext>(limits: RateLimits): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation, document, response }) => {
        const { caller, counted } = contextValue;
        const [asRequest, asOperation] = await Promise.all([
          usesOfRequest(limits, caller, counted),
          operation ? limits.countOperation(caller, operation, document) : [],
        ]);
        const uses = [...asRequest, ...asOperation];
        for (const [name, value] of rateLimitHeaders(uses)) response.http.headers.set(name, value);
        const retryAfter = retryAfterSeconds(uses);
        if (retryAfter !== undefined) throw operationRefusal(429, RATE_LIMITED, tooMany(retryAfter));
      },
    }),
  };
}

async function usesOfRequest(
  limits: RateLimits,
  caller: LimitedCaller,
  counted: CountedRequest | null | undefined,
): Promise<readonly RuleUse[]> {
  if (!counted || counted.hasOperation) return limits.countRequest(caller);
  counted.hasOperation = true;
  return counted.uses;
}
