const STORED = 'accounts-center:access-token';

/** A `fetch` that remembers who signed in. */
export interface SessionFetch {
  readonly fetch: typeof fetch;
  /** Forgets it. */
  signOut(): void;
}

/**
 * Wraps `fetch`: an access token that comes in an answer goes with all later requests that bring none of their own, until
 * the gateway refuses it. What it was refused with is asked again, as nobody.
 * @param parts.storage keeps it over a reload
 * @param parts.onChange called with the token that there is from now on
 */
export function sessionFetch(parts: {
  fetch: typeof fetch;
  storage: Storage;
  onChange: (token: string | undefined) => void;
}): SessionFetch {
  let token = storedToken(parts.storage);
  const remember = (next: string | undefined): void => {
    token = next;
    if (next === undefined) parts.storage.removeItem(STORED);
    else parts.storage.setItem(STORED, next);
    parts.onChange(next);
  };

  return {
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      const ours = headers.has('authorization') ? undefined : token;
      if (ours !== undefined) headers.set('authorization', `Bearer ${ours}`);
      let answer = await parts.fetch(input, { ...init, headers });
      if (ours !== undefined && answer.status === 401) {
        if (ours === token) remember(undefined);
        // Whoever signs in again needs none; the gateway refuses a token before it does anything else.
        headers.delete('authorization');
        answer = await parts.fetch(input, { ...init, headers });
      }
      const found = tokenIn(await readJson(answer.clone()));
      if (found !== undefined) remember(found);
      return answer;
    },
    signOut: () => remember(undefined),
  };
}

/** The token that is kept from before a reload. */
export function storedToken(storage: Storage): string | undefined {
  return storage.getItem(STORED) ?? undefined;
}

/** The access token in the answer of `signIn`, `signUp` or `refreshSession`, under whatever alias. */
function tokenIn(answer: unknown): string | undefined {
  const { data } = (answer ?? {}) as { data?: Record<string, { session?: { accessToken?: string } } | null> };
  return Object.values(data ?? {}).find((payload) => payload?.session?.accessToken)?.session?.accessToken;
}

async function readJson(answer: Response): Promise<unknown> {
  return await answer.json().catch(() => undefined);
}
