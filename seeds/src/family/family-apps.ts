import type { App } from '@accounts-center/accounts-center/seeding';
import type { Rules } from '@accounts-center/app-kit/seeding';
import { facebookRules } from '@accounts-center/facebook/rules';
import { instagramRules } from '@accounts-center/instagram/rules';
import { messengerRules } from '@accounts-center/messenger/rules';
import { type AppEntry, apps } from '@accounts-center/schema';
import { whatsAppRules } from '@accounts-center/whatsapp/rules';

/** An app as seeds see it. */
export interface SeededApp extends AppEntry {
  readonly app: App;
  readonly rules: Rules;
  /** How many have an account in it, and how much of what people post they post there, compared with the other apps. */
  readonly popularity: number;
  readonly liveliness: number;
}

const habits: Readonly<Record<App, Pick<SeededApp, 'rules' | 'popularity' | 'liveliness'>>> = {
  FACEBOOK: { rules: facebookRules, popularity: 4, liveliness: 5 },
  INSTAGRAM: { rules: instagramRules, popularity: 3, liveliness: 2 },
  MESSENGER: { rules: messengerRules, popularity: 2, liveliness: 2 },
  WHATSAPP: { rules: whatsAppRules, popularity: 2, liveliness: 3 },
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
