import type { Viewer } from '@accounts-center/subgraph-kit';

/** On whose behalf the gateway calls a service. */
export interface Caller {
  readonly viewer?: Viewer;
  /** The client's address as the gateway saw it. */
  readonly clientAddress: string;
  /** When the whole operation has to be answered. */
  readonly answerBy?: Date;
}

/** A service gets to see who asks and from where, so nobody else may share its answers. */
export function identityOf({ viewer, clientAddress }: Caller): string {
  return JSON.stringify([viewer, clientAddress]);
}
