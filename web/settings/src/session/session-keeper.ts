import type { SessionTokensFragment } from '../../generated/operations.ts';
import type { TabToken } from './tab-token.ts';

/** An access token is renewed when it has less than this left. */
const MARGIN_MS = 30_000;

/** Whether somebody is signed in; `ended` when the session is over and was not ended here. */
export type SessionState = 'signed-in' | 'signed-out' | 'ended';

/** The session of one tab: its two tokens, and who waits for them. */
export interface SessionKeeper {
  state(): SessionState;
  /** Calls back after each change of `state`; returns how to stop that. */
  subscribe(onChange: () => void): () => void;
  /** An access token that is good for a while yet; `undefined` when signed out. Throws when it can not be renewed now. */
  accessToken(): Promise<string | undefined>;
  /** Another access token than the one that was refused. */
  renew(refused: string): Promise<string | undefined>;
  /** Goes on with a new session. */
  adopt(tokens: SessionTokensFragment): void;
  /** Forgets the session. */
  forget(): void;
}

export interface SessionKeeperParts {
  readonly refreshToken: TabToken;
  /** Trades a refresh token for new tokens; `undefined` when the session is over. Throws when there is no answer. */
  readonly refresh: (refreshToken: string) => Promise<SessionTokensFragment | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Keeps a session: the access token in memory only, the refresh token with the tab. */
export function createSessionKeeper({ refreshToken, refresh, now }: SessionKeeperParts): SessionKeeper {
  const listeners = new Set<() => void>();
  let access: { readonly token: string; readonly expiresAt: number } | undefined;
  let renewal: Promise<string | undefined> | undefined;
  let state: SessionState = refreshToken.get() === undefined ? 'signed-out' : 'signed-in';

  function change(next: SessionState): void {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  }

  function adopt({ accessToken, accessTokenExpiresAt, refreshToken: next }: SessionTokensFragment): void {
    access = { token: accessToken, expiresAt: Date.parse(accessTokenExpiresAt) };
    refreshToken.set(next);
    change('signed-in');
  }

  function drop(next: SessionState): void {
    access = undefined;
    refreshToken.set(undefined);
    change(next);
  }

  async function trade(): Promise<string | undefined> {
    const token = refreshToken.get();
    if (token === undefined) return undefined;
    const tokens = await refresh(token);
    // Somebody signed in or out meanwhile: that counts.
    if (refreshToken.get() !== token) return access?.token;
    if (tokens === undefined) drop('ended');
    else adopt(tokens);
    return access?.token;
  }

  /** A refresh token works once, so all who need a new access token wait for one trade. */
  function renewOnce(): Promise<string | undefined> {
    renewal ??= trade().finally(() => {
      renewal = undefined;
    });
    return renewal;
  }

  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    accessToken: async () => {
      const isGood = access !== undefined && access.expiresAt - now() > MARGIN_MS;
      return isGood ? access?.token : renewOnce();
    },
    renew: async (refused) => (access !== undefined && access.token !== refused ? access.token : renewOnce()),
    adopt,
    forget: () => drop('signed-out'),
  };
}
