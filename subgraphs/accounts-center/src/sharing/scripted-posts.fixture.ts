import { AnswerLost, type Ids, RemoteError, ServiceUnreachable } from '@accounts-center/subgraph-kit';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { Audience, MediaFacts, PostDraft, PostRefusal, Publication } from '../app-contract/app-facts.ts';
import type { App } from '../apps.ts';
import { family } from '../testing/family.ts';

/**
 * How a call to an app may go wrong: it does not get there (`unreachable`: and we know; `missed`: and we do not), its answer
 * does not get back (`lost`), it gets there after we have stopped waiting (`late`, by `arrive`), the app breaks (`error`), or
 * it takes its time while others go on (`slow`).
 */
export type Fault = 'unreachable' | 'missed' | 'lost' | 'late' | 'error' | 'slow';

export interface Call {
  readonly app: App;
  readonly method: keyof AppContract;
}

/** Says how a call goes wrong, `undefined` for not at all; the call waits for it. */
export type FaultScript = (call: Call) => Fault | undefined | Promise<Fault | undefined>;

export interface ScriptedPost {
  readonly id: string;
  readonly key: string;
  readonly draft: PostDraft;
  isDeleted: boolean;
}

const SLOW_TURNS = 60;
/** A post that its author has made in the app itself. */
interface OwnPost {
  readonly authorId: string;
  readonly audience: Audience;
}

const unseen: Publication = { state: 'UNSEEN', postId: null, refusals: [] };
const withdrawn: Publication = { state: 'WITHDRAWN', postId: null, refusals: [] };

/** One app of the family, as far as posts go: what it does is what the contract asks for. */
export class ScriptedApp {
  readonly app: App;
  /** All that were ever published, deleted ones too. */
  readonly posts: ScriptedPost[] = [];
  /** Those that were made in the app itself, by their ids; a deleted one is not there any more. */
  readonly ownPosts = new Map<string, OwnPost>();
  /** Keys that must not be published. */
  readonly tombstones = new Set<string>();
  /** Keys that were refused, for good. */
  readonly refused = new Map<string, PostRefusal>();
  readonly privateAccounts = new Set<string>();
  readonly media = new Map<string, { readonly ownerId: string; readonly facts: MediaFacts }>();
  /** The calls that reached it. */
  readonly calls: (keyof AppContract)[] = [];
  /** Its rules. */
  refuse: (draft: PostDraft) => PostRefusal | undefined = () => undefined;
  readonly #ids: Ids;

  constructor(app: App, ids: Ids) {
    this.app = app;
    this.#ids = ids;
  }

  /** What is there to be seen. */
  get shown(): ScriptedPost[] {
    return this.posts.filter(({ isDeleted }) => !isDeleted);
  }

  upload(ownerId: string): string {
    const id = this.#ids.next(`${family.named(this.app).idPrefix}m`);
    const facts: MediaFacts = {
      id,
      kind: 'PHOTO',
      width: 100,
      height: 100,
      durationMs: null,
      sizeBytes: 1_000,
      altText: 'a cat',
    };
    this.media.set(id, { ownerId, facts });
    return id;
  }

  /** An author deletes a post in the app. */
  delete(postId: string): void {
    for (const post of this.posts) if (post.id === postId) post.isDeleted = true;
    this.ownPosts.delete(postId);
  }

  check(draft: PostDraft) {
    return { audience: this.#seenBy(draft), refusals: [this.refuse(draft) ?? []].flat() };
  }

  /** What a copy of a post depends on; null when the post is not there. */
  facts(postId: string): { readonly audience: Audience } | null {
    const post = this.shown.find(({ id }) => id === postId)?.draft ?? this.ownPosts.get(postId);
    return post ? { audience: this.#seenBy(post) } : null;
  }

  #seenBy({ authorId, audience }: OwnPost): Audience {
    return this.privateAccounts.has(authorId) ? 'FOLLOWERS' : audience;
  }

  publish(key: string, draft: PostDraft): Publication {
    const earlier = this.posts.find((one) => one.key === key);
    if (earlier && bodyOf(earlier.draft) !== bodyOf(draft)) throw new RemoteError('KEY_REUSED', 'Another input.');
    const found = this.find(key);
    if (found.state !== 'UNSEEN') return found;
    const refusal = this.refuse(draft);
    if (refusal !== undefined) this.refused.set(key, refusal);
    else {
      const id = this.#ids.next(`${family.named(this.app).idPrefix}p`);
      this.posts.push({ id, key, draft, isDeleted: false });
    }
    return this.find(key);
  }

  find(key: string): Publication {
    const post = this.posts.find((one) => one.key === key);
    if (post !== undefined) return post.isDeleted ? withdrawn : { state: 'PUBLISHED', postId: post.id, refusals: [] };
    const refusal = this.refused.get(key);
    if (refusal !== undefined) return { state: 'REFUSED', postId: null, refusals: [refusal] };
    return this.tombstones.has(key) ? withdrawn : unseen;
  }

  withdraw(key: string, keepPublished: boolean): Publication {
    const found = this.find(key);
    if (found.state === 'REFUSED' || (found.state === 'PUBLISHED' && keepPublished)) return found;
    this.tombstones.add(key);
    if (found.postId !== null) this.delete(found.postId);
    return withdrawn;
  }
}

export type ScriptedApps = ReturnType<typeof createScriptedApps>;

/** The family. Its apps outlive every process of accounts-center that a test lets die. */
export function createScriptedApps(ids: Ids) {
  const apps = new Map(family.all.map(({ app }) => [app, new ScriptedApp(app, ids)]));
  const late: (() => void)[] = [];
  let script: FaultScript = () => undefined;

  function get(app: App): ScriptedApp {
    const found = apps.get(app);
    if (found === undefined) throw new Error(`no app is called ${app}`);
    return found;
  }

  async function call<T>(app: App, method: keyof AppContract, effect: (target: ScriptedApp) => T): Promise<T> {
    const fault = await script({ app, method });
    const { service } = family.named(app);
    const act = (): T => {
      get(app).calls.push(method);
      return effect(get(app));
    };
    // As over a network, an answer never comes in the same turn.
    for (let turn = fault === 'slow' ? SLOW_TURNS : 1; turn > 0; turn--) await new Promise(setImmediate);
    if (fault === 'unreachable') throw new ServiceUnreachable(service, undefined);
    if (fault === 'late') late.push(act);
    if (fault === 'missed' || fault === 'late') throw new AnswerLost(service, undefined);
    const answer = act();
    if (fault === 'lost') throw new AnswerLost(service, undefined);
    if (fault === 'error') throw new RemoteError('INTERNAL_SERVER_ERROR', 'The app is broken.');
    return answer;
  }

  const contract: Partial<AppContract> = {
    media: (app, ownerId, mediaIds) =>
      call(app, 'media', ({ media }) =>
        mediaIds.map((id) => {
          const found = media.get(id);
          return found?.ownerId === ownerId ? found.facts : null;
        }),
      ),
    checkPost: (app, draft) => call(app, 'checkPost', (target) => target.check(draft)),
    post: (app, id) => call(app, 'post', (home) => home.facts(id)),
    publishPost: (app, key, draft) => call(app, 'publishPost', (target) => target.publish(key, draft)),
    publication: (app, key) => call(app, 'publication', (target) => target.find(key)),
    withdrawPost: (app, key, options) =>
      call(app, 'withdrawPost', (target) => target.withdraw(key, options?.keepPublished ?? false)),
    mediaGrant: async (app, mediaId) => `grant of ${app} for ${mediaId}`,
  };

  return {
    contract: contract as AppContract,
    get,
    all: [...apps.values()],
    facebook: get('FACEBOOK'),
    instagram: get('INSTAGRAM'),
    messenger: get('MESSENGER'),
    whatsApp: get('WHATSAPP'),
    /** From now on, calls go wrong as the script says. */
    fail: (next: FaultScript): void => {
      script = next;
    },
    /** The next call of a method goes wrong, in an app. */
    failOnce: (app: App, method: keyof AppContract, fault: Fault): void => {
      let isOver = false;
      const before = script;
      script = (asked) => {
        if (isOver || asked.app !== app || asked.method !== method) return before(asked);
        isOver = true;
        return fault;
      };
    },
    /** From now on, calls of a method hang, to one app or to all. @returns has them go on, or go wrong */
    hold: (method: keyof AppContract, app?: App): ((fault?: Fault) => void) => {
      let letGo = (_fault?: Fault): void => {};
      const held = new Promise<Fault | undefined>((resolve) => {
        letGo = resolve;
      });
      script = (asked) => (asked.method === method && (app ?? asked.app) === asked.app ? held : undefined);
      return letGo;
    },
    /** Nobody reaches an app. */
    takeDown: (...down: App[]): void => {
      script = ({ app }) => (down.includes(app) ? 'unreachable' : undefined);
    },
    heal: (): void => {
      script = () => undefined;
    },
    /** What was late gets there now; the last first, if told. */
    arrive: (isReversed = false): void => {
      const acts = late.splice(0);
      for (const act of isReversed ? acts.toReversed() : acts) unheard(act);
    },
  };
}

/** What tells one draft from another. */
function bodyOf({ media, ...rest }: PostDraft): string {
  return JSON.stringify({ ...rest, media: media.map(({ id, service = null }) => [id, service]) });
}

/** Nobody hears the answer of what arrives late, an error neither. */
function unheard(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
  }
}
