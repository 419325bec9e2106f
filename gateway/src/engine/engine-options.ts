import type { AbortSignalLike, Logger, RandomUint32 } from '@accounts-center/subgraph-kit';
import type { SubgraphAnswer, SubgraphOperation } from '../transport/subgraph-transport.ts';
import type { LabelResolver } from './plan/override-labels.ts';

export type EngineLog = Pick<Logger, 'error' | 'warn' | 'info'>;

/** The subgraphs, as the engine asks them. */
export interface EngineSubgraphs<Caller> {
  /**
   * Runs one operation in one subgraph. The errors of the result are fit for the client. Never throws.
   * @param signal aborted when nobody waits for the answer any more
   */
  ask(service: string, operation: SubgraphOperation, caller: Caller, signal?: AbortSignalLike): Promise<SubgraphAnswer>;
}

/** What belongs to one request. */
export interface EngineContext<Caller> {
  /** On whose behalf subgraphs are asked. */
  readonly caller: Caller;
  /** Aborted when nobody waits for the answer any more. What others wait for as well goes on. */
  readonly signal?: AbortSignalLike | undefined;
}

export interface EngineOptions<Caller> {
  readonly supergraphSdl: string;
  readonly subgraphs: EngineSubgraphs<Caller>;
  readonly log: EngineLog;
  /** About how much memory cached operations and their plans may take: 64 MiB unless told. */
  readonly planCacheBytes?: number;
  /** Decides which labels of `@override(label:)` are on for a request: by chance for `percent(x)`, else off, unless told. */
  readonly overrideLabels?: LabelResolver<EngineContext<Caller>>;
  /**
   * All of a caller that subgraphs get to see, as a text. Requests of callers with the same text may share answers while
   * they are under way; without it, or where it is `undefined`, nobody shares anything.
   */
  readonly identityOf?: (caller: Caller) => string | undefined;
  /** Answers whole queries that are identical and under way at the same time once. */
  readonly shareIdenticalRequests?: boolean;
  readonly random?: RandomUint32;
}
