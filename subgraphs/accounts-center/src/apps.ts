import type { AppEntry } from '@accounts-center/schema';
import type * as generated from './generated/accounts-center.ts';

export type App = generated.App;

/** An entry of the registry, with its name typed as the graph's enum. */
export interface FamilyApp extends AppEntry {
  readonly app: App;
}

const idForm = /^(?<prefix>[a-z]{2})(?<kind>[a-z])_[0-9a-hjkmnp-tv-z]{26}$/;

/** What ids of apps are made for; the letter after the app's prefix. */
export const idKinds = { account: 'u', post: 'p', media: 'm' } as const;

/** The apps of the family that this service serves: told by their names, and by the ids that they make. */
export interface FamilyApps {
  /** In the order of the registry. */
  readonly all: readonly FamilyApp[];
  /** @throws when no app is called that */
  named(app: App): FamilyApp;
  /**
   * The app that an id belongs to, told from the id alone.
   * @param kind of what the id must be, an account's when left out
   * @returns `undefined` when no app makes such ids: then nothing has this id
   */
  appOf(id: string, kind?: keyof typeof idKinds): FamilyApp | undefined;
  /**
   * The app of an account that is known to be one of ours.
   * @throws when no app makes such ids
   */
  appOfAccount(accountId: string): FamilyApp;
}

/** @param registry its entries; what is not among them is no app */
export function createFamilyApps(registry: readonly AppEntry[]): FamilyApps {
  // The enum `App` is generated from the same registry, so the names agree.
  const all = registry as readonly FamilyApp[];
  const byName = new Map(all.map((entry) => [entry.app, entry]));
  const byPrefix = new Map(all.map((entry) => [entry.idPrefix, entry]));

  function appOf(id: string, kind: keyof typeof idKinds = 'account'): FamilyApp | undefined {
    const parts = idForm.exec(id)?.groups;
    return parts?.['kind'] === idKinds[kind] ? byPrefix.get(parts['prefix'] ?? '') : undefined;
  }

  return {
    all,
    appOf,
    named: (app) => byName.get(app) ?? unknown(`No app is called ${app}.`),
    appOfAccount: (id) => appOf(id) ?? unknown(`No app makes accounts with the id ${id}.`),
  };
}

/** The prefix of an app's account ids, e.g. `fbu`. */
export function accountIdPrefix({ idPrefix }: Pick<AppEntry, 'idPrefix'>): string {
  return `${idPrefix}${idKinds.account}`;
}

function unknown(message: string): never {
  throw new Error(message);
}
