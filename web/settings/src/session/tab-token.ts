/** A secret that one tab keeps over reloads. */
export interface TabToken {
  get(): string | undefined;
  set(token: string | undefined): void;
}

/** What of a browser's window is needed for it. */
export interface Tab {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly document: Pick<Document, 'visibilityState' | 'addEventListener'>;
  readonly window: Pick<Window, 'addEventListener'>;
}

/**
 * Keeps the token in memory, and in the tab's storage only while nobody looks at the page: that is enough to outlive a
 * reload, and a tab duplicated from one in view gets no copy of a token that works once.
 * @param key its name in the storage
 */
export function createTabToken(key: string, { storage, document, window }: Tab): TabToken {
  let token: string | undefined;

  const take = (): void => {
    token = storage.getItem(key) ?? token;
    if (document.visibilityState === 'visible') storage.removeItem(key);
  };
  const leave = (): void => {
    if (token === undefined) storage.removeItem(key);
    else storage.setItem(key, token);
  };

  take();
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? leave() : take()));
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', take);

  return {
    get: () => token,
    set: (next) => {
      token = next;
      if (document.visibilityState === 'hidden' || next === undefined) leave();
    },
  };
}
