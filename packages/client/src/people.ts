import { accepted, present } from './answers.ts';
import {
  CrossPostDocument,
  type CrossPostInput,
  type CrossPostMutation,
  LinkAccountDocument,
  type ProfileField,
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
} from './generated/operations.ts';
import { type GraphClient, GraphError, type UploadedMedia } from './graph-client.ts';

export type App = SignUpInput['app'];

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
/** What is proved with: the account's username and password. */
export interface SignIn {
  readonly app: App;
  readonly username: string;
  readonly password?: string;
}

/**
 * What people do with their accounts: each step goes through the graph, as a front end's would. All of them throw `Refused`
 * when the graph says no, and make an idempotency key where none is given.
 */
export interface People {
  signUp(app: App, username: string, more?: Partial<SignUpInput>): Promise<Account>;
  /** Signs in again, in another browser. */
  signIn(account: SignIn, password?: string): Promise<Account>;
  /** Begins to link into the center of `account`. @returns the flow's id */
  startLink(account: Account): Promise<string>;
  /** Proves control of `other` in a flow, by its password. */
  prove(account: Account, flowId: string, other: SignIn, password?: string): Promise<void>;
  finishLink(account: Account, flowId: string, idempotencyKey?: string): Promise<void>;
  /** Links `other` into the center of `account`, with proof on both sides. */
  link(account: Account, other: SignIn): Promise<void>;
  unlink(account: Account, other: Pick<Account, 'id'>): Payload<UnlinkAccountMutation, 'unlinkAccount'>;
  updateProfile(account: Account, values: Partial<UpdateProfileInput>): Payload<UpdateProfileMutation, 'updateProfile'>;
  /** Keeps fields of others the same as the source's. */
  sync(
    source: Account,
    others: readonly Pick<Account, 'id'>[],
    fields: readonly ProfileField[],
    idempotencyKey?: string,
  ): Payload<SyncProfileMutation, 'syncProfile'>;
  upload(account: Account, photo: Blob, altText?: string): Promise<UploadedMedia>;
  /** Publishes at home, and in the accounts that the input names. In public unless told. */
  crossPost(author: Account, input: Partial<CrossPostInput>): Payload<CrossPostMutation, 'crossPost'>;
}

/**
 * @param graph signed in to nothing
 * @param options.password of everybody who is not given one
 * @param options.nextKey makes idempotency keys; random ones unless told
 */
export function createPeople(
  graph: GraphClient,
  options: { readonly password: string; readonly nextKey?: () => string },
): People {
  const { password, nextKey = () => crypto.randomUUID() } = options;
  return { ...signing(graph, password, nextKey), ...linking(password, nextKey), ...sharing(nextKey) };
}

function signing(graph: GraphClient, ownPassword: string, nextKey: () => string) {
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
      const given = { app, username, displayName: username, password: ownPassword };
      const input = { ...given, idempotencyKey: nextKey(), ...more };
      const { session } = accepted((await graph.request(SignUpDocument, { input })).signUp);
      return signedIn(app, present(session));
    },
    async signIn({ app, username, password: known = ownPassword }, password = known) {
      const input = { app, username, password };
      const { session } = accepted((await graph.request(SignInDocument, { input })).signIn);
      return signedIn(app, present(session));
    },
  } satisfies Partial<People>;
}

function linking(ownPassword: string, nextKey: () => string) {
  const steps = {
    async startLink({ id, graph }) {
      const started = await graph.request(StartLinkDocument, { input: { accountId: id } });
      return present(accepted(started.startLink).flow).id;
    },
    async prove({ graph }, flowId, { app, username, password: known = ownPassword }, password = known) {
      const input = { flowId, app, username, password };
      accepted((await graph.request(ProveAccountControlDocument, { input })).proveAccountControl);
    },
    async finishLink({ graph }, flowId, idempotencyKey = nextKey()) {
      accepted((await graph.request(LinkAccountDocument, { input: { flowId, idempotencyKey } })).linkAccount);
    },
    async unlink({ graph }, { id }) {
      const input = { accountId: id, idempotencyKey: nextKey() };
      return accepted(await despiteErrors(graph.request(UnlinkAccountDocument, { input }), 'unlinkAccount'));
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

function sharing(nextKey: () => string) {
  return {
    async updateProfile({ id, graph }, values) {
      const input = { accountId: id, idempotencyKey: nextKey(), ...values };
      return accepted(await despiteErrors(graph.request(UpdateProfileDocument, { input }), 'updateProfile'));
    },
    async sync({ id, graph }, others, fields, idempotencyKey = nextKey()) {
      const accountIds = others.map((other) => other.id);
      const input = { sourceAccountId: id, accountIds, fields: [...fields], idempotencyKey };
      return accepted(await despiteErrors(graph.request(SyncProfileDocument, { input }), 'syncProfile'));
    },
    upload: ({ app, graph }, photo, altText) => graph.uploadMedia(serviceOf(app), photo, altText),
    async crossPost(author, input) {
      const audience = 'PUBLIC' as const;
      const post = { authorId: author.id, text: 'A post.', audience, idempotencyKey: nextKey(), ...input };
      return accepted(await despiteErrors(author.graph.request(CrossPostDocument, { input: post }), 'crossPost'));
    },
  } satisfies Partial<People>;
}

/**
 * The payload of a mutation. With an app down, its part of the answer is missing and the rest is as good as ever (D2).
 * @throws GraphError when the payload itself is missing
 */
async function despiteErrors<T extends object, Field extends keyof T>(
  request: Promise<T>,
  field: Field,
): Promise<T[Field]> {
  try {
    return (await request)[field];
  } catch (error) {
    const payload = error instanceof GraphError ? (error.data as Partial<T> | null)?.[field] : undefined;
    if (payload === null || payload === undefined) throw error;
    return payload;
  }
}

/** The registry sees to it that the two agree. */
function serviceOf(app: App): string {
  return app.toLowerCase().replaceAll('_', '-');
}
