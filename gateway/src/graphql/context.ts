import type { Caller } from '../caller.ts';

/** What belongs to one GraphQL request. */
export interface GatewayContext {
  readonly caller: Caller;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}
