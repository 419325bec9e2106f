import type { Viewer } from '@accounts-center/subgraph-kit';

/** On whose behalf the gateway calls a subgraph. */
export interface Caller {
  /** Whose access token of this graph came with the request. */
  readonly viewer?: Viewer;
  /** What the token of another issuer says. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly scopes?: readonly string[];
  /** The client's address as the gateway saw it. */
  readonly clientAddress: string;
  /** When the whole operation has to be answered. */
  readonly answerBy?: Date;
  /** Headers of the request that some subgraph gets, by name in lower case. */
  readonly forwarded?: Readonly<Record<string, string>>;
  /** For telemetry alone. */
  readonly trace?: unknown;
}

/** A service of ours gets to see who asks and from where, so nobody else may share its answers. */
export function identityOf({ viewer, clientAddress, forwarded }: Caller): string {
  return JSON.stringify(forwarded === undefined ? [viewer, clientAddress] : [viewer, clientAddress, forwarded]);
}
