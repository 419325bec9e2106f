import { type AppEntry, apps } from '@accounts-center/schema';

/**
 * The entry of an app in the registry.
 * @param app its value in the graph's enum `App`
 * @throws when there is none
 */
export function appEntry(app: string): AppEntry {
  const entry = apps.find((candidate) => candidate.app === app);
  if (entry === undefined) throw new Error(`schema/apps.json has no app ${app}.`);
  return entry;
}
