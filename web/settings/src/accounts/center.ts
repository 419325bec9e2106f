import { createContext, use } from 'react';
import type { App, ProfileFragment } from '../../generated/operations.ts';
import { type FamilyApp, nameOfApp } from '../apps/apps.ts';

/** An account of the Accounts Center. */
export interface Account {
  readonly id: string;
  readonly app: FamilyApp;
  /** Whether it is the one that is signed in here. */
  readonly isOwn: boolean;
  readonly linkedAt: string | null;
  /** What its app knows of it; absent while the app does not answer. */
  readonly profile: ProfileFragment | undefined;
}

/** The Accounts Center of whoever is signed in. */
export interface Center {
  /** All its accounts, the signed-in one first. */
  readonly accounts: readonly Account[];
  /** The signed-in one. */
  readonly own: Account;
  readonly accountLimit: number;
}

export const CenterContext = createContext<Center | undefined>(undefined);

/** The Accounts Center around this part of the page. */
export function useCenter(): Center {
  const center = use(CenterContext);
  if (center === undefined) throw new Error('There is no Accounts Center around this part of the page.');
  return center;
}

/** How an account is called in a sentence. */
export function nameOf({ app, profile }: Pick<Account, 'app' | 'profile'>): string {
  return profile === undefined ? `the ${app.name} account` : `${profile.username} on ${app.name}`;
}

/** The same for an account as answers of the graph name it; it may have left the center since. */
export function nameOfUser({ accounts }: Center, user: { readonly id: string; readonly app?: App } | null): string {
  const account = accounts.find(({ id }) => id === user?.id);
  if (account !== undefined) return nameOf(account);
  return user?.app === undefined ? 'an account' : `an account on ${nameOfApp(user.app)}`;
}
