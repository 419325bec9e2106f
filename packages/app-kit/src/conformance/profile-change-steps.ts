import { ask, versioned } from '../testing/contract-operations.ts';
import type { TestApp } from '../testing/test-app.ts';

export const MINUTE_MS = 60_000;
export const prepared = { state: 'PREPARED', refusals: [] };

export function refused(field: string, reason: string) {
  return { state: 'ABORTED', refusals: [{ field, reason, until: null }] };
}

/** The steps of a profile change, as accounts-center takes them. */
export function profileChangeSteps(getApp: () => TestApp) {
  const withVersions = versioned();
  return {
    prepare: (key: string, input: object) => {
      const expiresAt = new Date(getApp().clock.now().getTime() + 2 * MINUTE_MS).toISOString();
      return ask(getApp(), 'prepareProfileChange', { key, input: withVersions(key, { expiresAt, ...input }) });
    },
    commit: (key: string) => ask(getApp(), 'commitProfileChange', { key }),
    abort: (key: string) => ask(getApp(), 'abortProfileChange', { key }),
    stateOf: (key: string) => ask(getApp(), 'profileChange', { key }),
    isFree: async (username: string) =>
      (await ask(getApp(), 'availableUsernames', { candidates: [username] })).length === 1,
  };
}
