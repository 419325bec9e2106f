import type { App } from '../apps.ts';
import type {
  AppAccount,
  AppRules,
  CreatedAccount,
  MediaFacts,
  NewAccount,
  PostCheck,
  PostDraft,
  PostFacts,
  PreparedProfileChange,
  ProfileChangeState,
  ProfileValues,
  Publication,
} from './app-facts.ts';

export interface CallOptions {
  /** How long to wait for the answer; the service client's own limit when left out. */
  readonly timeoutMs?: number;
}

/**
 * The only way in which accounts-center reads from and writes to an app. A method for each operation of
 * `schema/app-contract.graphql` that it calls, under the same name and described there; every write is idempotent by `key`.
 * Not called so far: the holds of media, which are for scheduled posts, and `profileChange`, which the conformance suite asks.
 *
 * Every method throws `ServiceUnreachable` when the app certainly did not see the call, `AnswerLost` when it may have,
 * and `RemoteError` when the app answered with an error. None may be called inside a database write.
 */
export interface AppContract {
  rules(app: App, options?: CallOptions): Promise<AppRules>;
  /** @param ids at most 100 */
  accounts(app: App, ids: readonly string[], options?: CallOptions): Promise<readonly (AppAccount | null)[]>;
  accountByUsername(app: App, username: string, options?: CallOptions): Promise<AppAccount | null>;
  /** @param candidates at most 100 */
  availableUsernames(app: App, candidates: readonly string[], options?: CallOptions): Promise<readonly string[]>;
  /** @param ids at most 10 */
  media(
    app: App,
    ownerId: string,
    ids: readonly string[],
    options?: CallOptions,
  ): Promise<readonly (MediaFacts | null)[]>;
  checkPost(app: App, draft: PostDraft, options?: CallOptions): Promise<PostCheck>;
  post(app: App, id: string, options?: CallOptions): Promise<PostFacts | null>;
  publication(app: App, key: string, options?: CallOptions): Promise<Publication>;

  createAccount(app: App, key: string, account: NewAccount, options?: CallOptions): Promise<CreatedAccount>;
  prepareProfileChange(
    app: App,
    key: string,
    values: ProfileValues,
    options?: CallOptions,
  ): Promise<PreparedProfileChange>;
  commitProfileChange(app: App, key: string, options?: CallOptions): Promise<AppAccount>;
  abortProfileChange(app: App, key: string, options?: CallOptions): Promise<ProfileChangeState>;
  publishPost(app: App, key: string, draft: PostDraft, options?: CallOptions): Promise<Publication>;
  /** With `keepPublished`, a post that is there already stays; only a later one is prevented. */
  withdrawPost(
    app: App,
    key: string,
    options?: CallOptions & { readonly keepPublished?: boolean },
  ): Promise<Publication>;

  /** What a sister app must show to `app` to be handed the original of one of its media files; good for a minute. */
  mediaGrant(app: App, mediaId: string): Promise<string>;
}
