import { randomUUID } from 'node:crypto';
import {
  currentRequestId,
  ERROR_CODES,
  errorBody,
  internalErrorBody,
  runInRequest,
} from '@accounts-center/subgraph-kit';
import type { ApolloServer, BaseContext, GraphQLRequest, HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import type { FormattedExecutionResult } from 'graphql';
import type { Admission } from '../admission.ts';
import type { SubscriptionEvent } from '../engine/engine-options.ts';
import { Refusal } from '../errors/refusal.ts';
import { isDocumentTooDeep } from '../graphql/nesting.ts';
import type { TrustedDocuments } from '../persisted-operations/trusted-documents.ts';
import { RATE_LIMITED, retryAfterSeconds, tooMany } from '../rate-limits/rate-limit-headers.ts';
import type { CountedRequest } from '../rate-limits/rate-limit-requests.ts';
import type { RuleUse } from '../rate-limits/rate-limits.ts';
import type { ConnectedCaller } from './connected-caller.ts';

export interface OperationRequest {
  readonly query?: string | undefined;
  /** Stands for the text. */
  readonly documentId?: unknown;
  readonly operationName?: string | undefined;
  readonly variables?: Record<string, unknown> | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
  /** The HTTP request that brought it, as plugins see it; none over a WebSocket. */
  readonly http?: HTTPGraphQLRequest | undefined;
  readonly from?: FastifyRequest | undefined;
}

export interface RunOptions {
  /** Aborted when the client does not want the answer any more. */
  readonly signal: AbortSignal;
  /** The last event that a client has had that comes back. */
  readonly lastEventId?: string | undefined;
  /** Whether mutations are refused, as with everything that a link can do. */
  readonly isReadOnly?: boolean | undefined;
}

export interface SingleOutcome {
  readonly kind: 'single';
  readonly result: Buffer | string;
  readonly httpStatus?: number | undefined;
  readonly headers?: Iterable<readonly [string, string]> | undefined;
}

export interface EventsOutcome {
  readonly kind: 'events';
  readonly events: AsyncIterable<SubscriptionEvent>;
}

export type Outcome = SingleOutcome | EventsOutcome;

/** A subscription keeps the id of the last event. Ours, and those of other servers, are shorter. */
const MAX_EVENT_ID_LENGTH = 128;

/** The pipeline that every operation passes, however it came. */
export interface Operations<Caller> {
  /** Never rejects. */
  run(request: OperationRequest, caller: ConnectedCaller<Caller>, options: RunOptions): Promise<Outcome>;
}

/** What an operation's context gets besides its caller. */
export interface StreamContext<Caller> {
  readonly signal: AbortSignal;
  readonly isReadOnly: boolean;
  /** How the request was counted, where requests are. Nobody is to count it again. */
  readonly counted: CountedRequest | null;
  readonly subscription: {
    readonly callerNow: () => Caller | undefined;
    readonly lastEventId?: string | undefined;
    readonly accept: (events: AsyncIterable<SubscriptionEvent>) => void;
  };
}

export interface OperationsParts<Caller, Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly documents: Pick<TrustedDocuments, 'resolve'>;
  /** The one that HTTP requests wait for as well. */
  readonly admission: Admission;
  /** Of whom a caller is, as a text: all take turns. */
  readonly turnOf: (caller: Caller) => string;
  /** Counts what came over a WebSocket, where requests are counted; what HTTP brings was counted as it came. */
  readonly countRequest?: ((caller: Caller) => Promise<readonly RuleUse[]>) | undefined;
  /** @param request that brought the operation; none over a WebSocket */
  readonly contextOf: (caller: Caller, stream: StreamContext<Caller>, request: FastifyRequest | undefined) => Context;
  /** Writes a result: the engine's `write`, or JSON. */
  readonly write: (result: FormattedExecutionResult) => Buffer | string;
  /** Told the code of what is refused before the pipeline has it. */
  readonly onRefusal?: ((code: string) => void) | undefined;
  readonly log: { error(details: object, message: string): void };
}

/** Runs operations in Apollo Server's pipeline, in their turn among the requests over HTTP, and as deeply nested at most. */
export function createOperations<Caller, Context extends BaseContext>(
  parts: OperationsParts<Caller, Context>,
): Operations<Caller> {
  const { apollo, documents, admission, turnOf, countRequest, contextOf, write, onRefusal, log } = parts;

  function refusal(httpStatus: number, message: string, code: string): SingleOutcome {
    onRefusal?.(code);
    return { kind: 'single', result: JSON.stringify(errorBody(message, code)), httpStatus };
  }

  function unauthenticated(): SingleOutcome {
    return refusal(401, 'The access token is expired or invalid.', ERROR_CODES.unauthenticated);
  }

  /** @throws Refusal where there were too many */
  async function count({ from }: OperationRequest, caller: Caller): Promise<CountedRequest | null> {
    if (from || !countRequest) return from?.counted ?? null;
    const uses = await countRequest(caller);
    const retryAfter = retryAfterSeconds(uses);
    if (retryAfter !== undefined) throw new Refusal(429, RATE_LIMITED, tooMany(retryAfter));
    return { uses, hasOperation: false };
  }

  async function execute(
    request: OperationRequest,
    counted: CountedRequest | null,
    caller: ConnectedCaller<Caller>,
    { signal, lastEventId, isReadOnly = false }: RunOptions,
  ): Promise<Outcome> {
    const now = caller.now();
    if (now === undefined) return unauthenticated();
    if (signal.aborted) return refusal(499, 'Nobody waits for the answer any more.', 'CLIENT_GONE');
    let events: AsyncIterable<SubscriptionEvent> | undefined;
    const accept = (accepted: AsyncIterable<SubscriptionEvent>): void => {
      events = accepted;
    };
    const subscription = { callerNow: () => caller.now(), lastEventId, accept };
    const contextValue = contextOf(now, { signal, isReadOnly, counted, subscription }, request.from);
    const { body, http } = await apollo.executeOperation(apolloRequest(request), { contextValue });
    if (body.kind !== 'single') throw new Error('Results in parts are not served.');
    const { singleResult } = body;
    if (events !== undefined && singleResult.errors === undefined && !signal.aborted) return { kind: 'events', events };
    if (events !== undefined) await leave(events);
    return { kind: 'single', result: write(singleResult), httpStatus: http.status, headers: http.headers };
  }

  const answer = async (
    sent: OperationRequest,
    caller: ConnectedCaller<Caller>,
    options: RunOptions,
  ): Promise<Outcome> => {
    try {
      const now = caller.now();
      if (now === undefined) return unauthenticated();
      // Before anything is refused: guesses of documents count, too.
      const counted = await count(sent, now);
      if ((options.lastEventId?.length ?? 0) > MAX_EVENT_ID_LENGTH)
        return refusal(400, 'The id of the last event is too long.', ERROR_CODES.badInput);
      if (isDocumentTooDeep(sent.query ?? ''))
        return refusal(400, 'The operation is nested too deeply.', 'GRAPHQL_PARSE_FAILED');
      const request = documents.resolve(sent);
      return await admission.run(
        () => execute(request, counted, caller, options),
        turnOf(now),
        () => options.signal.aborted,
      );
    } catch (error) {
      if (error instanceof Refusal) return refusal(error.statusCode, error.message, error.code);
      log.error({ err: error }, 'An operation failed unexpectedly');
      return { kind: 'single', result: JSON.stringify(internalErrorBody()), httpStatus: 500 };
    }
  };

  return {
    // Over a WebSocket no request is under way, and the operation is one for itself.
    run: (...asked) => runInRequest({ requestId: currentRequestId() ?? randomUUID() }, () => answer(...asked)),
  };
}

/** Ends events that nobody will read. */
export async function leave(events: AsyncIterable<unknown>): Promise<void> {
  await events[Symbol.asyncIterator]().return?.();
}

/** Clients whose types ask for a text send an empty one along with the hash that stands for it. */
function apolloRequest({ query, operationName, variables, extensions, http }: OperationRequest): GraphQLRequest {
  return {
    ...(query && { query }),
    ...(operationName !== undefined && { operationName }),
    ...(variables && { variables }),
    ...(extensions && { extensions }),
    ...(http && { http }),
  };
}
