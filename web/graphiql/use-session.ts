import { useCallback, useEffect, useMemo, useState } from 'react';
import { fillingFetch } from './filling-fetch.ts';
import { placeholdersIn } from './placeholders.ts';
import { sessionFetch, storedToken } from './session-fetch.ts';
import { tabs } from './tabs.ts';
import { uploadExamplePhoto } from './upload-example-photo.ts';
import { usernameOnInstagram } from './username-on-instagram.ts';

const WHO = '{ viewer { user { app username } } }';

interface Session {
  /** Sends operations as whoever is signed in, with their placeholders filled in. */
  readonly fetch: typeof fetch;
  /** Who is signed in, in words. */
  readonly person: string | undefined;
  readonly signOut: () => void;
}

/** The session that all tabs share. It outlives a reload, and ends with the browser's tab. */
export function useSession(): Session {
  const [token, setToken] = useState(() => storedToken(sessionStorage));
  const [person, setPerson] = useState<string>();
  const { session, fetch } = useMemo(() => {
    const created = sessionFetch({ fetch: window.fetch.bind(window), storage: sessionStorage, onChange: setToken });
    const made = {
      photo: () => uploadExamplePhoto(created.fetch),
      usernameOnInstagram: () => usernameOnInstagram(created.fetch),
      letters: async () => ({ value: randomLetters() }),
    };
    const placeholders = tabs.flatMap(({ variables }) => placeholdersIn(variables));
    return {
      session: created,
      fetch: fillingFetch({ fetch: created.fetch, storage: sessionStorage, placeholders, made }),
    };
  }, []);

  useEffect(() => {
    let isLatest = true;
    const show = (name: string | undefined): void => void (isLatest && setPerson(name));
    if (token === undefined) show(undefined);
    else void nameOfViewer(session.fetch).then(show, () => show('somebody'));
    return () => {
      isLatest = false;
    };
  }, [session, token]);
  return { fetch, person, signOut: useCallback(() => session.signOut(), [session]) };
}

/** Six of them. */
function randomLetters(): string {
  return String.fromCharCode(...crypto.getRandomValues(new Uint8Array(6)).map((byte) => 97 + (byte % 26)));
}

/** `undefined` when the token is over. */
async function nameOfViewer(fetch: typeof globalThis.fetch): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query: WHO }) });
  const { data } = (await answer.json()) as { data?: { viewer?: { user?: { app: string; username: string } | null } } };
  const user = data?.viewer?.user;
  return user ? `${user.username} on ${user.app}` : undefined;
}
