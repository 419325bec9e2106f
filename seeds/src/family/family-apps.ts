import type { App } from '@accounts-center/accounts-center/seeding';
import type { App as AppDefinition, Habits } from '@accounts-center/app-kit/seeding';
import * as definitions from '@accounts-center/constellation/apps';
import { type AppEntry, apps } from '@accounts-center/schema';

/** An app as seeds see it: what the registry and the app itself say of it. */
export interface SeededApp extends AppEntry, Habits, Pick<AppDefinition, 'rules' | 'features' | 'migrations'> {
  readonly app: App;
  /** Its number in the registry, from 0. */
  readonly place: number;
}

const usual: Habits = { popularity: 2, liveliness: 2 };

/** The apps, in the order of the registry. */
export const seededApps: readonly SeededApp[] = seededAppsOf(apps, Object.values(definitions));

/**
 * @param registry says the order
 * @throws when an app of the registry is not defined
 */
function seededAppsOf(registry: readonly AppEntry[], defined: readonly AppDefinition[]): readonly SeededApp[] {
  return registry.map((entry, place) => {
    const definition = defined.find((candidate) => candidate.entry.app === entry.app);
    if (definition === undefined) throw new Error(`The app ${entry.app} is not among the constellation's.`);
    const { rules, features, migrations, habits = usual } = definition;
    return { ...entry, app: entry.app as App, place, rules, features, migrations, ...habits };
  });
}
