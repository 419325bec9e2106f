import { describe, expect, it } from 'vitest';
import { createTabToken, type Tab } from './tab-token.ts';

const KEY = 'key';

/** A window whose page is looked at, left and come back to as a test says. */
function openTab(stored: Record<string, string> = {}) {
  const storage = new Map(Object.entries(stored));
  const target = new EventTarget();
  let visibilityState: DocumentVisibilityState = 'visible';
  const tab: Tab = {
    storage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
      removeItem: (key) => void storage.delete(key),
    },
    document: {
      get visibilityState() {
        return visibilityState;
      },
      addEventListener: target.addEventListener.bind(target),
    },
    window: { addEventListener: target.addEventListener.bind(target) },
  };
  const show = (state: DocumentVisibilityState): void => {
    visibilityState = state;
    target.dispatchEvent(new Event('visibilitychange'));
  };
  return { tab, stored: () => storage.get(KEY), show, leave: () => target.dispatchEvent(new Event('pagehide')) };
}

describe('the token of a tab', () => {
  it('is taken out of the storage while the page is looked at', () => {
    const { tab, stored } = openTab({ [KEY]: 'r1' });
    expect(createTabToken(KEY, tab).get()).toBe('r1');
    expect(stored()).toBeUndefined();
  });

  it('outlives the page', () => {
    const { tab, stored, leave } = openTab();
    createTabToken(KEY, tab).set('r1');
    expect(stored()).toBeUndefined();
    leave();
    expect(stored()).toBe('r1');
  });

  it('stays stored as it changes while the page is hidden', () => {
    const { tab, stored, show } = openTab({ [KEY]: 'r1' });
    const token = createTabToken(KEY, tab);
    show('hidden');
    token.set('r2');
    expect(stored()).toBe('r2');
    show('visible');
    expect([token.get(), stored()]).toEqual(['r2', undefined]);
  });

  it('is gone everywhere once it is dropped', () => {
    const { tab, stored, show, leave } = openTab({ [KEY]: 'r1' });
    const token = createTabToken(KEY, tab);
    show('hidden');
    token.set(undefined);
    leave();
    expect([token.get(), stored()]).toEqual([undefined, undefined]);
  });
});
