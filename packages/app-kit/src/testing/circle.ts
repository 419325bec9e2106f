import { initialMigration } from '@accounts-center/db/generate';
import { type AppEntry, readSubgraphSdl } from '@accounts-center/schema';
import { type AppService, createAppService } from '../create-app-service.ts';
import type { AppDependencies, AppFeature } from '../feature.ts';
import { appEntry } from '../registry.ts';
import type { PostRules, Rules } from '../rules/rules.ts';
import { tablesOf } from '../tables.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** A fifth app, known to tests alone: an entry for the registry and rules, nothing else (D4). */
export const circle: AppEntry = {
  app: 'CIRCLE',
  service: 'circle',
  type: 'Circle',
  field: 'circle',
  idPrefix: 'cc',
  relation: 'follows',
  port: 4099,
};

/** The same app, with friends. */
export const circleOfFriends: AppEntry = { ...circle, relation: 'friends' };

export const circlePostRules: PostRules = {
  maxTextLength: 50,
  minMedia: 0,
  maxMedia: 3,
  mediaKinds: ['PHOTO', 'VIDEO'],
  maxVideoDurationMs: 60_000,
  minAspectRatio: 0.5,
  maxAspectRatio: 2,
  audience: 'PER_POST',
};

export const circleRules: Rules = {
  username: { minLength: 3, maxLength: 20, pattern: '[a-z0-9_]+', coolDown: { times: 1, days: 30 } },
  displayName: { maxLength: 20, coolDown: { times: 2, days: 10 } },
  post: circlePostRules,
};

/** Builds it, with what only it has, if need be, and the SDL of that. */
export async function createCircle(
  entry: AppEntry,
  rules: Rules,
  deps: AppDependencies,
  features: readonly AppFeature[] = [],
  sdl = '',
): Promise<AppService> {
  const dialect = deps.database.url.startsWith('postgres') ? 'postgres' : 'sqlite';
  const migrations = [await initialMigration(dialect, tablesOf({ features }))];
  return createAppService({ entry, rules, features, migrations, typeDefs: typeDefsOf(entry) + sdl }, deps);
}

/** Starts it with stand-ins for its sisters. */
export function startCircle(url: string, entry = circle, post: Partial<PostRules> = {}): Promise<TestApp> {
  const rules = { ...circleRules, post: { ...circlePostRules, ...post } };
  return startTestApp(entry, (deps) => createCircle(entry, rules, deps), url);
}

/** What the schema package renders for an app that is in the registry: the template in the app's name. */
function typeDefsOf({ type, field, relation }: AppEntry): string {
  const like = appEntry(relation === 'follows' ? 'INSTAGRAM' : 'FACEBOOK');
  return readSubgraphSdl(like.service).replaceAll(like.type, type).replaceAll(like.field, field);
}
