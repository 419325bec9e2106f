import type { App } from '@accounts-center/accounts-center/seeding';
import type { App as AppDefinition } from '@accounts-center/app-kit/seeding';
import { app as facebook } from '@accounts-center/facebook';
import { app as instagram } from '@accounts-center/instagram';
import { app as messenger } from '@accounts-center/messenger';
import { type AppEntry, apps } from '@accounts-center/schema';
import { app as whatsapp } from '@accounts-center/whatsapp';

/** An app as seeds see it. */
export interface SeededApp extends AppEntry, Pick<AppDefinition, 'rules' | 'features' | 'migrations'> {
  readonly app: App;
  /** How many have an account in it, and how much of what people post they post there, compared with the other apps. */
  readonly popularity: number;
  readonly liveliness: number;
}

const habits: Readonly<
  Record<App, Pick<SeededApp, 'rules' | 'features' | 'migrations' | 'popularity' | 'liveliness'>>
> = {
  FACEBOOK: { ...facebook, popularity: 4, liveliness: 5 },
  INSTAGRAM: { ...instagram, popularity: 3, liveliness: 2 },
  MESSENGER: { ...messenger, popularity: 2, liveliness: 2 },
  WHATSAPP: { ...whatsapp, popularity: 2, liveliness: 3 },
};

/** The apps, in the order of the registry. */
export const seededApps: readonly SeededApp[] = (apps as readonly (AppEntry & { readonly app: App })[]).map(
  (entry) => ({
    ...entry,
    ...habits[entry.app],
  }),
);

/** The place of an app in the registry. */
export function placeOf(app: App): number {
  return seededApps.findIndex((entry) => entry.app === app);
}
