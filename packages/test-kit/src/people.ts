import { readFile } from 'node:fs/promises';
import { type GraphClient, GraphError, type UploadedMedia } from '@accounts-center/client';
import {
  CrossPostDocument,
  type CrossPostInput,
  type CrossPostMutation,
  LinkAccountDocument,
  ProveAccountControlDocument,
  SignInDocument,
  SignUpDocument,
  StartLinkDocument,
  UnlinkAccountDocument,
  type UnlinkAccountMutation,
} from '@accounts-center/client/operations';

export type App = 'FACEBOOK' | 'INSTAGRAM' | 'MESSENGER' | 'WHATSAPP';

/** An account, and its owner's client that is signed in to it. */
export interface Account {
  readonly id: string;
  readonly app: App;
  readonly username: string;
  readonly graph: GraphClient;
}

/** What people do in stories: each step goes through the graph, as a front end's would, and fails loudly when refused. */
export interface People {
  signUp(app: App, username: string): Promise<Account>;
  /** Signs in again, in another browser. */
  signIn(account: Account): Promise<Account>;
  /** Links `other` into the center of `account`, with proof on both sides. */
  link(account: Account, other: Account): Promise<void>;
  unlink(account: Account, other: Account): Promise<void>;
  /** Uploads a real photo: 1,200 × 1,500 pixels when turned upright, or 1,000 × 1,000. */
  upload(account: Account, photo?: 'mountains' | 'portrait'): Promise<UploadedMedia>;
  /** Publishes in public, with a key of its own. */
  crossPost(author: Account, input: Partial<CrossPostInput>): Promise<NonNullable<CrossPostMutation['crossPost']>>;
}

export const PASSWORD = 'correct horse battery';

export function createPeople(graph: GraphClient): People {
  let keys = 0;
  const nextKey = (): string => `test-key-${(keys += 1)}`;

  function signedIn(app: App, session: { user: { id: string; username: string } | null; accessToken: string }): Account {
    return { ...present(session.user), app, graph: graph.withAccessToken(session.accessToken) };
  }

  return {
    async signUp(app, username) {
      const input = { app, username, displayName: username, password: PASSWORD, idempotencyKey: nextKey() };
      const { session } = accepted((await graph.request(SignUpDocument, { input })).signUp);
      return signedIn(app, present(session));
    },

    async signIn({ app, username }) {
      const { session } = accepted((await graph.request(SignInDocument, { input: { app, username, password: PASSWORD } })).signIn);
      return signedIn(app, present(session));
    },

    async link(account, { app, username }) {
      const started = accepted((await account.graph.request(StartLinkDocument, { input: { accountId: account.id } })).startLink);
      const flowId = present(started.flow).id;
      const proof = { flowId, app, username, password: PASSWORD };
      accepted((await account.graph.request(ProveAccountControlDocument, { input: proof })).proveAccountControl);
      const input = { flowId, idempotencyKey: nextKey() };
      accepted((await account.graph.request(LinkAccountDocument, { input })).linkAccount);
    },

    async unlink(account, other) {
      const input = { accountId: other.id, idempotencyKey: nextKey() };
      const answer = account.graph.request(UnlinkAccountDocument, { input }).catch((error: unknown) => partOf<UnlinkAccountMutation>(error));
      accepted((await answer).unlinkAccount);
    },

    async upload(account, photo = 'mountains') {
      const bytes = await readFile(new URL(`../../../examples/main-job/photos/${photo}.jpg`, import.meta.url));
      return account.graph.uploadMedia(account.app.toLowerCase(), new Blob([bytes]));
    },

    async crossPost(author, input) {
      const post = { authorId: author.id, text: 'A post.', audience: 'PUBLIC' as const, idempotencyKey: nextKey(), ...input };
      // With an app down, its part of the answer is missing and the rest is as good as ever (D2).
      const answer = author.graph.request(CrossPostDocument, { input: post }).catch((error: unknown) => partOf<CrossPostMutation>(error));
      return accepted((await answer).crossPost);
    },
  };
}

function partOf<T>(error: unknown): T {
  if (error instanceof GraphError && error.data !== null) return error.data as T;
  throw error;
}

function accepted<T extends { userErrors: readonly { code: string }[] }>(payload: T | null | undefined): T {
  const { userErrors } = present(payload);
  if (userErrors[0]) throw new Error(`The graph refused: ${userErrors.map(({ code }) => code).join(', ')}`);
  return present(payload);
}

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The graph left out what a test needs.');
  return value;
}
