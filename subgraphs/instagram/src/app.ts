import { type AppDependencies, appEntry, createAppService } from '@accounts-center/app-kit';
import type { Service } from '@accounts-center/subgraph-kit';
import { instagramRules } from './rules.ts';

/** Builds Instagram over its database. It listens to nobody until it is started. */
export function createInstagram(deps: AppDependencies): Promise<Service> {
  return createAppService({ entry: appEntry('INSTAGRAM'), rules: instagramRules }, deps);
}
