import { type AppDependencies, appEntry, createAppService } from '@accounts-center/app-kit';
import type { Service } from '@accounts-center/subgraph-kit';
import { facebookRules } from './rules.ts';

/** Builds Facebook over its database. It listens to nobody until it is started. */
export function createFacebook(deps: AppDependencies): Promise<Service> {
  return createAppService({ entry: appEntry('FACEBOOK'), rules: facebookRules }, deps);
}
