import registry from '@accounts-center/schema/apps.json' with { type: 'json' };
import type { App } from '../../generated/operations.ts';

/** An app of the family, as this page speaks of it. */
export interface FamilyApp {
  /** Its value in the graph. */
  readonly app: App;
  /** Its name in addresses. */
  readonly service: string;
  /** Its name in words. */
  readonly name: string;
  /** The colour of its buttons: any CSS colour on which white text reads well. */
  readonly accent: string;
}

const accents: Readonly<Record<string, string>> = {
  facebook: '#0860e6',
  instagram: '#c4206a',
  messenger: '#7a3ff2',
  whatsapp: '#0b7a5e',
};
const plainAccent = '#3d4a5c';

/** The apps, in the order of the registry. */
export const apps: readonly FamilyApp[] = registry.map(({ app, service, type }) => ({
  app: app as App,
  service,
  name: type,
  accent: accents[service] ?? plainAccent,
}));

/** What stands for the registry's `App` in the names of types that every app has. */
export const typePrefixes: readonly string[] = registry.map(({ type }) => type);

/** The app whose settings are at a path such as `/instagram/settings/accounts-center`. */
export function appOfPath(path: string): FamilyApp | undefined {
  const [, service] = path.split('/');
  return apps.find((entry) => entry.service === service);
}

/** An app's name in words. */
export function nameOfApp(app: App): string {
  return apps.find((entry) => entry.app === app)?.name ?? app;
}

/** The name in words of the app that a service of the graph belongs to; of any other service, what it does. */
export function nameOfService(service: string): string {
  return apps.find((entry) => entry.service === service)?.name ?? 'The Accounts Center';
}
