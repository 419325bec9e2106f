import type { Viewer } from '@accounts-center/subgraph-kit';

/** On whose behalf the gateway calls a service. */
export interface Caller {
  readonly viewer?: Viewer;
  /** The client's address as the gateway saw it. */
  readonly clientAddress: string;
}
