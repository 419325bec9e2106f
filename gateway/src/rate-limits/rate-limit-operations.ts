import { errorBody } from '@accounts-center/subgraph-kit';
import type { ApolloServerPlugin } from '@apollo/server';
import { operationRefusal } from '../graphql/operation-refusal.ts';
import { RATE_LIMITED, rateLimitHeaders, retryAfterSeconds, tooMany } from './rate-limit-headers.ts';
import type { CountedRequest } from './rate-limit-requests.ts';
import type { LimitedCaller, RateLimits, RuleUse } from './rate-limits.ts';

export interface RateLimitContext {
  readonly caller: LimitedCaller;
  /** Present where the request was counted already: over HTTP, and over a WebSocket. */
  readonly counted?: CountedRequest | null;
}

/** Counts operations, however they come, valid or not: each of a batch, and each of a WebSocket. */
export function rateLimitOperations<Context extends RateLimitContext>(limits: RateLimits): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async ({ contextValue: { caller, counted }, response: { http } }) => {
      const isFirst = counted?.hasOperation === false;
      const asRequest = isFirst ? counted.uses : await limits.countRequest(caller);
      if (isFirst) counted.hasOperation = true;
      const tell = (uses: readonly RuleUse[]): number | undefined => {
        for (const [name, value] of rateLimitHeaders(uses)) http.headers.set(name, value);
        return retryAfterSeconds(uses);
      };
      // The answer to a request that was counted says so already, and was not refused.
      const isOver = isFirst ? undefined : tell(asRequest);
      return {
        didResolveOperation: async ({ operation, document }) => {
          const asOperation = operation ? await limits.countOperation(caller, operation, document) : [];
          const retryAfter = asOperation.length > 0 ? tell([...asRequest, ...asOperation]) : isOver;
          if (retryAfter !== undefined) throw operationRefusal(429, RATE_LIMITED, tooMany(retryAfter));
        },
        // Apollo Server takes no refusal before this, and what is invalid gets no further.
        willSendResponse: async ({ response, operation }) => {
          if (isOver === undefined || operation || response.body.kind !== 'single') return;
          response.body.singleResult = errorBody(tooMany(isOver), RATE_LIMITED);
          http.status = 429;
        },
      };
    },
  };
}
