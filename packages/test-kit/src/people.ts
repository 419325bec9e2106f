import type { GraphClient, UploadedMedia } from '@accounts-center/client';
import {
  CrossPostDocument,
  type CrossPostInput,
  type CrossPostMutation,
  LinkAccountDocument,
  ProveAccountControlDocument,
  SignInDocument,
  SignUpDocument,
  type SignUpInput,
  StartLinkDocument,
  SyncProfileDocument,
  type SyncProfileMutation,
  UnlinkAccountDocument,
  type UnlinkAccountMutation,
  UpdateProfileDocument,
  type UpdateProfileInput,
  type UpdateProfileMutation,
} from '@accounts-center/client/operations';
import { accepted, answerOf, present } from './answers.ts';
import {
  ReadCenterDocument,
  type ReadCenterQuery,
  ReadFacebookPostsDocument,
  type ReadFacebookPostsQuery,
  ReadInstagramPostsDocument,
  ReadMessengerPostsDocument,
  ReadWhatsAppPostsDocument,
  SetSharingDocument,
  type SetSharingMutation,
  type SharingChoice,
} from './generated/operations.ts';
import { smallPhoto } from './photos.ts';

export type App = 'FACEBOOK' | 'INSTAGRAM' | 'MESSENGER' | 'WHATSAPP';

/** An account, and its owner's client that is signed in to it. */
export interface Account {
  readonly id: string;
  readonly app: App;
  readonly username: string;
  readonly graph: GraphClient;
  readonly accessToken: string;
  readonly refreshToken: string;
}

type Payload<Mutation, Field extends keyof Mutation> = Promise<NonNullable<Mutation[Field]>>;
type Posts = NonNullable<ReadFacebookPostsQuery['user']>['posts']['nodes'];
type SyncedField = 'USERNAME' | 'DISPLAY_NAME' | 'PHOTO';

/**
 * What people do in stories: each step goes through the graph, as a front end's would, and throws `Refused` when the graph
 * says no.
 */
export interface People {
  signUp(app: App, username: string, more?: Partial<SignUpInput>): Promise<Account>;
  /** Signs in again, in another browser. */
  signIn(account: Pick<Account, 'app' | 'username'>, password?: string): Promise<Account>;
  /** Begins to link into the center of `account`. @returns the flow's id */
  startLink(account: Account): Promise<string>;
  /** Proves control of `other` in a flow, by its password. */
  prove(account: Account, flowId: string, other: Account, password?: string): Promise<void>;
  finishLink(account: Account, flowId: string, idempotencyKey?: string): Promise<void>;
  /** Links `other` into the center of `account`, with proof on both sides. */
  link(account: Account, other: Account): Promise<void>;
  unlink(account: Account, other: Account): Payload<UnlinkAccountMutation, 'unlinkAccount'>;
  /** What the owner sees of the center: its settings, and the accounts in it. */
  readCenter(account: Account): Payload<ReadCenterQuery, 'viewer'>;
  updateProfile(account: Account, values: Partial<UpdateProfileInput>): Payload<UpdateProfileMutation, 'updateProfile'>;
  /** Keeps fields of others the same as the source's. */
  sync(
    source: Account,
    others: readonly Account[],
    fields: readonly SyncedField[],
    idempotencyKey?: string,
  ): Payload<SyncProfileMutation, 'syncProfile'>;
  setSharing(from: Account, to: Account, choice: SharingChoice): Payload<SetSharingMutation, 'setSharing'>;
  /** Uploads a photo: a small one unless told. */
  upload(account: Account, photo?: Buffer): Promise<UploadedMedia>;
  /** The posts of an account that a viewer may see; everybody unless told. */
  postsOf(account: Account, viewer?: Pick<Account, 'graph'>): Promise<Posts>;
  /** Publishes in public, with a key of its own. */
  crossPost(author: Account, input: Partial<CrossPostInput>): Payload<CrossPostMutation, 'crossPost'>;
}

const postDocuments = {
  FACEBOOK: ReadFacebookPostsDocument,
  INSTAGRAM: ReadInstagramPostsDocument,
  MESSENGER: ReadMessengerPostsDocument,
  WHATSAPP: ReadWhatsAppPostsDocument,
};

export const PASSWORD = 'correct horse battery';

export function createPeople(graph: GraphClient): People {
  let keys = 0;
  const nextKey = (): string => `test-key-${(keys += 1)}`;
  const people: People = {
    ...signing(graph, nextKey),
    ...linking(nextKey),
    ...profiles(nextKey),
    ...posting(graph, nextKey),
  };
  return people;
}

function signing(graph: GraphClient, nextKey: () => string) {
  interface Session {
    readonly user: { readonly id: string; readonly username: string } | null;
    readonly accessToken: string;
    readonly refreshToken: string;
  }
  function signedIn(app: App, { user, accessToken, refreshToken }: Session): Account {
    return { ...present(user), app, graph: graph.withAccessToken(accessToken), accessToken, refreshToken };
  }
  return {
    async signUp(app, username, more = {}) {
      const input = { app, username, displayName: username, password: PASSWORD, idempotencyKey: nextKey(), ...more };
      const { session } = accepted((await graph.request(SignUpDocument, { input })).signUp);
      return signedIn(app, present(session));
    },
    async signIn({ app, username }, password = PASSWORD) {
      const input = { app, username, password };
      const { session } = accepted((await graph.request(SignInDocument, { input })).signIn);
      return signedIn(app, present(session));
    },
  } satisfies Partial<People>;
}

function linking(nextKey: () => string) {
  const steps = {
    async startLink({ id, graph }) {
      const started = await graph.request(StartLinkDocument, { input: { accountId: id } });
      return present(accepted(started.startLink).flow).id;
    },
    async prove({ graph }, flowId, { app, username }, password = PASSWORD) {
      const input = { flowId, app, username, password };
      accepted((await graph.request(ProveAccountControlDocument, { input })).proveAccountControl);
    },
    async finishLink({ graph }, flowId, idempotencyKey = nextKey()) {
      accepted((await graph.request(LinkAccountDocument, { input: { flowId, idempotencyKey } })).linkAccount);
    },
    async unlink({ graph }, { id }) {
      const input = { accountId: id, idempotencyKey: nextKey() };
      const { data } = await answerOf(graph.request(UnlinkAccountDocument, { input }));
      return accepted(data?.unlinkAccount);
    },
    async readCenter({ graph }) {
      return present((await answerOf(graph.request(ReadCenterDocument, {}))).data?.viewer);
    },
  } satisfies Partial<People>;
  return {
    ...steps,
    async link(account, other) {
      const flowId = await steps.startLink(account);
      await steps.prove(account, flowId, other);
      await steps.finishLink(account, flowId);
    },
  } satisfies Partial<People>;
}

function profiles(nextKey: () => string) {
  return {
    async updateProfile({ id, graph }, values) {
      const input = { accountId: id, idempotencyKey: nextKey(), ...values };
      const { data } = await answerOf(graph.request(UpdateProfileDocument, { input }));
      return accepted(data?.updateProfile);
    },
    async sync({ id, graph }, others, fields, idempotencyKey = nextKey()) {
      const accountIds = others.map((other) => other.id);
      const input = { sourceAccountId: id, accountIds, fields: [...fields], idempotencyKey };
      const { data } = await answerOf(graph.request(SyncProfileDocument, { input }));
      return accepted(data?.syncProfile);
    },
  } satisfies Partial<People>;
}

function posting(graph: GraphClient, nextKey: () => string) {
  return {
    async setSharing(from, to, choice) {
      const input = { fromAccountId: from.id, toAccountId: to.id, choice };
      return accepted((await from.graph.request(SetSharingDocument, { input })).setSharing);
    },
    async upload(account, photo) {
      const bytes = photo ?? (await smallPhoto());
      return account.graph.uploadMedia(account.app.toLowerCase(), new Blob([new Uint8Array(bytes)]));
    },
    async postsOf({ id, app }, viewer = { graph }) {
      const { user } = await viewer.graph.request(postDocuments[app], { id });
      return present(user).posts.nodes;
    },
    async crossPost(author, input) {
      const audience = 'PUBLIC' as const;
      const post = { authorId: author.id, text: 'A post.', audience, idempotencyKey: nextKey(), ...input };
      // With an app down, its part of the answer is missing and the rest is as good as ever (D2).
      const { data } = await answerOf(author.graph.request(CrossPostDocument, { input: post }));
      return accepted(data?.crossPost);
    },
  } satisfies Partial<People>;
}
