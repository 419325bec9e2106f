/**
 * How a call of a subgraph ended: `answered` with or without GraphQL errors; `refused` is one that was never sent, as the subgraph
 * was being left alone or had too many calls already; `gone` is one for which nobody waited any more. The others say why there is no
 * answer.
 */
export type CallOutcome = 'answered' | 'refused' | 'gone' | 'unreachable' | 'lost' | 'timed-out' | 'late' | 'unusable';

/** `open`: the subgraph is left alone; `half-open`: one call tries it. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Is told what becomes of calls of subgraphs, as it happens. It must not throw. */
export interface CallObserver {
  /** A call ended. @param durationMs with what it waited, and with all its repetitions */
  onCall?(service: string, outcome: CallOutcome, durationMs: number): void;
  /** A query is about to be sent again. @param attempt 1 for the first repetition */
  onRetry?(service: string, attempt: number): void;
  onBreaker?(service: string, state: BreakerState): void;
  /** Calls began or ceased to wait for others to end. */
  onQueue?(service: string, waiting: number): void;
}
