import type { Connection } from '@accounts-center/subgraph-kit';

/** Whether an account may act at all. */
export type AccountState = 'ACTIVE' | 'SUSPENDED';

/** An account of one app. */
export interface User {
  readonly id: string;
  /** As its owner writes it. */
  readonly username: string;
  readonly displayName: string;
  readonly photoId: string | null;
  readonly bio: string;
  /** Only people whom the owner has accepted see the posts. */
  readonly isPrivate: boolean;
  readonly isVerified: boolean;
  readonly state: AccountState;
  /** 1 at first, one more with every change of the state. */
  readonly stateVersion: number;
  readonly createdAt: Date;
}

/** An account after a change, or why nothing was changed. */
export type ChangedUser<Code extends string> =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: Code };

/** A page of accounts. */
export type UserConnection = Connection<User>;

/** The values of a profile that can be kept the same across apps. What is left out stays. */
export interface ProfileValues {
  readonly username?: string;
  readonly displayName?: string;
  readonly photoId?: string | null;
}
