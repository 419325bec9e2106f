import type { App } from '../apps.ts';

/** Whether an account may act at all: its app decides. */
export type AccountState = 'ACTIVE' | 'SUSPENDED';

/** What an app says of an account's state. A higher version is a later one. */
export interface StateNews {
  readonly state: AccountState;
  readonly stateVersion: number;
}

/** An account that comes into being, with what its app says of it. */
export interface NewMember extends StateNews {
  readonly accountId: string;
  readonly app: App;
}

/** An account and the center it is in. */
export interface Member {
  readonly id: string;
  readonly app: App;
  readonly centerId: string;
  /** Since when it shares its center with others; null while it is alone. */
  readonly linkedAt: Date | null;
  /** What its app said last. */
  readonly state: AccountState;
  readonly stateVersion: number;
}
