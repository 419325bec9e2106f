import { AnswerLost, type Ids, RemoteError, ServiceUnreachable } from '@accounts-center/subgraph-kit';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { AppAccount, MediaFacts, ProfileField, ProfileRefusal, ProfileValues } from '../app-contract/app-facts.ts';
import { type App, accountIdPrefix } from '../apps.ts';
import { family } from '../testing/family.ts';

/** How a call to an app may go wrong. `lost`: it took effect and its answer was lost. `missed`: neither. */
export type Fault = 'unreachable' | 'missed' | 'lost' | 'error';

interface Call {
  readonly app: App;
  readonly method: keyof AppContract;
}

/** Says how a call goes wrong, `undefined` for not at all; the call waits for it. */
type FaultScript = (call: Call) => Fault | undefined | Promise<undefined>;

interface Change {
  readonly values: ProfileValues | undefined;
  readonly refusals: readonly ProfileRefusal[];
  state: 'PREPARED' | 'COMMITTED' | 'ABORTED';
}

/** One app of the family, as far as profiles go: what it does is what the contract asks for. */
class ScriptedApp {
  readonly app: App;
  readonly accounts = new Map<string, AppAccount>();
  readonly media = new Map<string, { readonly ownerId: string; readonly facts: MediaFacts }>();
  readonly changes = new Map<string, Change>();
  readonly #versions = new Map<string, number>();
  /** The calls that reached it. */
  readonly calls: (keyof AppContract)[] = [];
  maxUsernameLength = 30;
  usernamePattern = /^[a-z0-9._]+$/u;
  readonly reservedWords: ReadonlySet<string> = new Set(['admin']);
  /** Display names may not change before. */
  displayNameUntil: Date | undefined;
  readonly #ids: Ids;

  constructor(app: App, ids: Ids) {
    this.app = app;
    this.#ids = ids;
  }

  addAccount(username: string, isVerified = false): string {
    const id = this.#ids.random(accountIdPrefix(family.named(this.app)));
    this.accounts.set(id, {
      id,
      username,
      displayName: `Display ${username}`,
      photo: null,
      isVerified,
      isPrivate: false,
      state: 'ACTIVE',
      stateVersion: 1,
    });
    return id;
  }

  upload(ownerId: string, kind: MediaFacts['kind'] = 'PHOTO'): string {
    const id = this.#ids.next(`${family.named(this.app).idPrefix}m`);
    const facts: MediaFacts = { id, kind, width: 100, height: 100, durationMs: null, sizeBytes: 1_000, altText: null };
    this.media.set(id, { ownerId, facts });
    return id;
  }

  edit(accountId: string, values: Partial<AppAccount>): void {
    this.accounts.set(accountId, { ...this.account(accountId), ...values });
  }

  account(id: string): AppAccount {
    const account = this.accounts.get(id);
    if (account === undefined) throw new Error(`${this.app} has no account ${id}`);
    return account;
  }

  /** The keys that still hold something. */
  reservations(): string[] {
    return [...this.changes].flatMap(([key, { state }]) => (state === 'PREPARED' ? [key] : []));
  }

  prepare(key: string, values: ProfileValues) {
    const known = this.changes.get(key);
    if (known !== undefined) return { state: known.state, refusals: known.refusals };
    const refusals = this.#check(values);
    const state = refusals.length > 0 ? 'ABORTED' : 'PREPARED';
    this.changes.set(key, { values, refusals, state });
    return { state, refusals } as const;
  }

  commit(key: string): AppAccount {
    const change = this.changes.get(key);
    const values = change?.values;
    if (change === undefined || values === undefined || change.state === 'ABORTED') {
      throw new RemoteError('NOT_PREPARED', `nothing is prepared under ${key}`);
    }
    if (change.state === 'PREPARED') {
      const { accountId, username, displayName, photo, removePhoto } = values;
      if (username != null) this.edit(accountId, { username });
      if (displayName != null) this.edit(accountId, { displayName });
      if (removePhoto === true) this.edit(accountId, { photo: null });
      if (photo != null) this.edit(accountId, { photo: this.#photo(accountId, photo.id, photo.grant) });
      for (const { field, version } of values.versions) this.#versions.set(`${accountId} ${field}`, version);
      change.state = 'COMMITTED';
    }
    return this.account(values.accountId);
  }

  abort(key: string) {
    const change = this.changes.get(key);
    if (change === undefined) this.changes.set(key, { values: undefined, refusals: [], state: 'ABORTED' });
    else if (change.state === 'PREPARED') change.state = 'ABORTED';
    return this.changes.get(key)?.state ?? 'UNSEEN';
  }

  /** Which version of a value it has; 0 when it was never given one. */
  version(accountId: string, field: ProfileField): number {
    return this.#versions.get(`${accountId} ${field}`) ?? 0;
  }

  isFree(username: string, except?: string): boolean {
    const isHeld = [...this.accounts.values()].some(
      (account) => account.id !== except && account.username === username,
    );
    const reserved = this.reservations().map((key) => this.changes.get(key)?.values);
    return !isHeld && !reserved.some((values) => values?.accountId !== except && values?.username === username);
  }

  isWellFormed(username: string): boolean {
    return this.usernamePattern.test(username) && username.length <= this.maxUsernameLength;
  }

  #check({ accountId, username, displayName, photo, versions }: ProfileValues): ProfileRefusal[] {
    const refuse = (field: ProfileRefusal['field'], reason: ProfileRefusal['reason'], until: Date | null = null) => [
      { field, reason, until },
    ];
    const stale = versions.find(({ field, version }) => version <= this.version(accountId, field));
    if (stale !== undefined) return refuse(stale.field, 'STALE');
    if (username != null && !this.isFree(username, accountId)) return refuse('USERNAME', 'TAKEN');
    if (username != null && this.reservedWords.has(username)) return refuse('USERNAME', 'RESERVED');
    if (username != null && username.length > this.maxUsernameLength) return refuse('USERNAME', 'TOO_LONG');
    if (username != null && !this.isWellFormed(username)) return refuse('USERNAME', 'BAD_CHARACTERS');
    if (displayName != null && this.displayNameUntil) return refuse('DISPLAY_NAME', 'COOL_DOWN', this.displayNameUntil);
    const isOwn = photo?.service == null;
    if (photo != null && isOwn && this.media.get(photo.id)?.ownerId !== accountId) return refuse('PHOTO', 'BAD_PHOTO');
    return [];
  }

  #photo(ownerId: string, id: string, grant: string | null | undefined): MediaFacts {
    const own = this.media.get(id)?.facts;
    if (grant == null && own !== undefined) return own;
    if (grant !== `grant for ${id}`) throw new Error(`no grant for ${id}`);
    return this.media.get(this.upload(ownerId))?.facts ?? this.#photo(ownerId, id, grant);
  }
}

/** The family. Its apps outlive every process of accounts-center that a test lets die. */
export function createScriptedApps(ids: Ids) {
  const apps = new Map(family.all.map(({ app }) => [app, new ScriptedApp(app, ids)]));
  const get = (app: App): ScriptedApp => apps.get(app) ?? new ScriptedApp(app, ids);
  let script: FaultScript = () => undefined;

  async function call<T>(app: App, method: keyof AppContract, effect: (target: ScriptedApp) => T): Promise<T> {
    const fault = await script({ app, method });
    const { service } = family.named(app);
    // As over a network, an answer never comes in the same turn.
    await new Promise(setImmediate);
    if (fault === 'unreachable') throw new ServiceUnreachable(service, undefined);
    if (fault === 'missed') throw new AnswerLost(service, undefined);
    const answer = effect(get(app));
    get(app).calls.push(method);
    if (fault === 'lost') throw new AnswerLost(service, undefined);
    if (fault === 'error') throw new RemoteError('INTERNAL_SERVER_ERROR', 'The app is broken.');
    return answer;
  }

  const contract: Partial<AppContract> = {
    accounts: (app, accountIds) =>
      call(app, 'accounts', ({ accounts }) => accountIds.map((id) => accounts.get(id) ?? null)),
    media: (app, ownerId, mediaIds) =>
      call(app, 'media', ({ media }) =>
        mediaIds.map((id) => {
          const found = media.get(id);
          return found?.ownerId === ownerId ? found.facts : null;
        }),
      ),
    rules: (app) =>
      call(app, 'rules', ({ maxUsernameLength, usernamePattern }) => ({
        username: { minLength: 1, maxLength: maxUsernameLength, pattern: usernamePattern.source, coolDown: null },
        displayName: { maxLength: 64, coolDown: null },
        post: null,
      })),
    availableUsernames: (app, candidates) =>
      call(app, 'availableUsernames', (target) =>
        candidates.filter((name) => target.isWellFormed(name) && target.isFree(name)),
      ),
    prepareProfileChange: (app, key, values) =>
      call(app, 'prepareProfileChange', (target) => target.prepare(key, values)),
    commitProfileChange: (app, key) => call(app, 'commitProfileChange', (target) => target.commit(key)),
    abortProfileChange: (app, key) => call(app, 'abortProfileChange', (target) => target.abort(key)),
    mediaGrant: async (_app, mediaId) => `grant for ${mediaId}`,
  };

  return {
    contract: contract as AppContract,
    facebook: get('FACEBOOK'),
    instagram: get('INSTAGRAM'),
    whatsApp: get('WHATSAPP'),
    all: [...apps.values()],
    /** The app of an account, and what it says of it. */
    ofAccount: (accountId: string): ScriptedApp => get(family.appOf(accountId)?.app ?? 'FACEBOOK'),
    account: (accountId: string): AppAccount => get(family.appOf(accountId)?.app ?? 'FACEBOOK').account(accountId),
    /** From now on, calls go wrong as the script says. */
    fail: (next: FaultScript): void => {
      script = next;
    },
    heal: (): void => {
      script = () => undefined;
    },
  };
}
