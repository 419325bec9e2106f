import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import type { GraphQLFormattedError } from 'graphql';
import type { Freshness } from './freshness.ts';

/** An operation as a subgraph gets it. */
export interface SubgraphOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** All of it as the JSON body of a request, where that is written already. */
  readonly body?: string;
  /** Only what is known to be none may be sent again. */
  readonly isMutation?: boolean;
}

/** One operation for one subgraph. */
export interface SubgraphRequest {
  readonly service: string;
  readonly operation: SubgraphOperation;
  /** In lower case; the identity and the request id are among them. Of this request alone: whoever carries it may add its own. */
  readonly headers: Record<string, string>;
  /** Until when the whole answer has to be there. */
  readonly timeoutMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignalLike | undefined;
}

/** What a subgraph answered: without any `data`, it refused the operation before it ran. */
export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
  /** Whether no text in the data needs an escape in JSON, as far as that is known. */
  readonly isPlain?: boolean;
  /** None where it is not to be kept. */
  readonly freshness?: Freshness;
}

/** A result, or why there is none. `cause` is for the log. */
export type SubgraphAnswer =
  | { readonly ok: true; readonly result: SubgraphResult }
  | { readonly ok: false; readonly reason: NoAnswerReason; readonly cause: unknown };

/**
 * `unreachable`: the operation certainly did not run. `lost`: it may have, and the answer never came; `timed-out`: nor would it have
 * come in the time that a call has; `late`: in the time that was left of the caller's whole request. `unusable`: what came is no GraphQL
 * result. `refused`: it was not sent, as too many calls failed or are under way.
 */
export type NoAnswerReason = 'unreachable' | 'lost' | 'timed-out' | 'late' | 'unusable' | 'refused';

/** Carries operations to subgraphs, one way or another. Never throws. */
export interface SubgraphTransport {
  execute(request: SubgraphRequest): Promise<SubgraphAnswer>;
}
