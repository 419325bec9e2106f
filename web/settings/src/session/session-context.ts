import { createContext, use, useSyncExternalStore } from 'react';
import type { SessionKeeper, SessionState } from './session-keeper.ts';

export const SessionContext = createContext<SessionKeeper | undefined>(undefined);

/** The session of this page. */
export function useSession(): SessionKeeper {
  const session = use(SessionContext);
  if (session === undefined) throw new Error('There is no session around this part of the page.');
  return session;
}

/** Whether somebody is signed in, as it changes. */
export function useSessionState(): SessionState {
  const { subscribe, state } = useSession();
  return useSyncExternalStore(subscribe, state);
}
