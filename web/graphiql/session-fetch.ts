/** A `fetch` that remembers who signed in. */
export interface SessionFetch {
  readonly fetch: typeof fetch;
  /** Forgets it. */
  signOut(): void;
}

/**
 * Wraps `fetch`: an access token that comes in an answer goes with all later requests that bring none of their own, until
 * the gateway refuses it. It is kept in memory only.
 * @param parts.onChange called with whether there is a token now
 */
export function sessionFetch(parts: { fetch: typeof fetch; onChange: (isSignedIn: boolean) => void }): SessionFetch {
  let token: string | undefined;
  const remember = (next: string | undefined): void => {
    token = next;
    parts.onChange(next !== undefined);
  };

  return {
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers);
      const isOurs = token !== undefined && !headers.has('authorization');
      if (isOurs) headers.set('authorization', `Bearer ${token}`);
      const answer = await parts.fetch(input, { ...init, headers });
      if (isOurs && answer.status === 401) remember(undefined);
      const found = tokenIn(await readJson(answer.clone()));
      if (found !== undefined) remember(found);
      return answer;
    },
    signOut: () => remember(undefined),
  };
}

/** The access token in the answer of `signIn`, `signUp` or `refreshSession`, under whatever alias. */
function tokenIn(answer: unknown): string | undefined {
  const { data } = (answer ?? {}) as { data?: Record<string, { session?: { accessToken?: string } } | null> };
  return Object.values(data ?? {}).find((payload) => payload?.session?.accessToken)?.session?.accessToken;
}

async function readJson(answer: Response): Promise<unknown> {
  return await answer.json().catch(() => undefined);
}
