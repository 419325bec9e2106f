import type { GraphQLFormattedError } from 'graphql';

/** One operation for one subgraph. */
export interface SubgraphRequest {
  readonly service: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** In lower case; the identity and the request id are among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Until when the whole answer has to be there. */
  readonly timeoutMs: number;
}

/** What a subgraph answered to an operation it accepted. */
export interface SubgraphResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** A result, or why there is none. `cause` is for the log. */
export type SubgraphAnswer =
  | { readonly ok: true; readonly result: SubgraphResult }
  | { readonly ok: false; readonly reason: NoAnswerReason; readonly cause: unknown };

/** `unreachable`: the operation certainly did not run. `lost`: it may have. `unusable`: what came is no GraphQL result. */
export type NoAnswerReason = 'unreachable' | 'lost' | 'unusable';

/** Carries operations to subgraphs, one way or another. Never throws. */
export interface SubgraphTransport {
  execute(request: SubgraphRequest): Promise<SubgraphAnswer>;
}
