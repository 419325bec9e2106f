import { type AppEntry, apps } from '@accounts-center/schema';
import type * as generated from './generated/accounts-center.ts';

export type App = generated.App;

/** An entry of the registry, with its name typed as the graph's enum. */
export interface FamilyApp extends AppEntry {
  readonly app: App;
}

// The enum `App` is generated from the same registry, so the names agree.
export const familyApps = apps as readonly FamilyApp[];

const byName = new Map(familyApps.map((entry) => [entry.app, entry]));
const byPrefix = new Map(familyApps.map((entry) => [entry.idPrefix, entry]));
const idForm = /^(?<prefix>[a-z]{2})(?<kind>[a-z])_[0-9a-hjkmnp-tv-z]{26}$/;

/** What ids of apps are made for; the letter after the app's prefix. */
export const idKinds = { account: 'u', post: 'p', media: 'm' } as const;

/** The entry of an app. */
export function familyApp(app: App): FamilyApp {
  const entry = byName.get(app);
  if (entry === undefined) throw new Error(`no app is called ${app}`);
  return entry;
}

/**
 * The app that an id belongs to, told from the id alone.
 * @param kind of what the id must be, an account's when left out
 * @returns `undefined` when no app makes such ids: then nothing has this id
 */
export function appOf(id: string, kind: keyof typeof idKinds = 'account'): FamilyApp | undefined {
  const parts = idForm.exec(id)?.groups;
  return parts?.kind === idKinds[kind] ? byPrefix.get(parts.prefix ?? '') : undefined;
}

/** The prefix of an app's account ids, e.g. `fbu`. */
export function accountIdPrefix(app: App): string {
  return `${familyApp(app).idPrefix}${idKinds.account}`;
}
