import type { SubgraphAnswer, SubgraphOperation } from '../../transport/subgraph-transport.ts';
import type { JsonObject } from '../json.ts';
import type { Variables } from '../operation/coerce-variables.ts';
import type { Problems } from './problems.ts';
import type { ReadyFetch } from './ready-fetches.ts';

/** One execution of a plan. */
export interface Run {
  /** What the subgraphs have answered so far. */
  readonly data: JsonObject;
  /** By their names inside. */
  readonly variables: Variables;
  readonly problems: Problems;
  /** Entity fetches that are sent at the end of this turn of the event loop. */
  readonly ready: ReadyFetch[];
  /** Asks a subgraph for the caller of this request. */
  ask(service: string, operation: SubgraphOperation): Promise<SubgraphAnswer>;
  /** Whether places share objects. */
  isShared: boolean;
  /** Whether no text in any answer so far needs an escape in JSON. */
  isPlain: boolean;
  /** Whether an answer is missing because the caller's time was up. */
  isLate: boolean;
  /** Whether an answer is missing that a subgraph may have worked for. */
  isUnanswered: boolean;
  /** How long all answers so far may be kept: for ever, as there is none yet. */
  maxAgeSeconds: number;
  /** Whether some answer so far is for the client alone. */
  isPrivate: boolean;
}

/** A part of a plan, compiled. Never rejects: what goes wrong becomes a problem of the run. */
export type Step = (run: Run) => Promise<void>;
