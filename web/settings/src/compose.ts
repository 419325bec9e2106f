import { createGraphClient } from '@accounts-center/client';
import type { ApolloClient } from '@apollo/client';
import type { FamilyApp } from './apps/apps.ts';
import { createClient } from './graph/create-client.ts';
import { refreshSession } from './session/refresh-session.ts';
import { createSessionKeeper, type SessionKeeper } from './session/session-keeper.ts';
import { createTabToken } from './session/tab-token.ts';
import type { UploadPhoto } from './uploads/upload.ts';

/** What the page is made of, beyond what it shows. */
export interface PageParts {
  readonly session: SessionKeeper;
  readonly client: ApolloClient;
  readonly uploadPhoto: UploadPhoto;
}

/** Puts the page of an app together in a browser's window. */
export function composePage({ service }: FamilyApp, window: Window & typeof globalThis): PageParts {
  const { origin } = window.location;
  const graph = createGraphClient(origin);
  const session = createSessionKeeper({
    refreshToken: createTabToken(`accounts-center.${service}`, {
      storage: window.sessionStorage,
      document: window.document,
      window,
    }),
    refresh: (refreshToken) => refreshSession(graph, refreshToken),
    now: () => Date.now(),
  });
  const client = createClient(session);
  session.subscribe(() => {
    if (session.state() !== 'signed-in') void client.clearStore();
  });
  return {
    session,
    client,
    uploadPhoto: async ({ file, altText }) => {
      const signedIn = createGraphClient(origin, await session.accessToken());
      const { id } = await signedIn.uploadMedia(service, file, altText === '' ? undefined : altText);
      return id;
    },
  };
}
