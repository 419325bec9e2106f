import { type AppDependencies, appEntry, createAppService } from '@accounts-center/app-kit';
import type { Service } from '@accounts-center/subgraph-kit';
import { messengerRules } from './rules.ts';

/** Builds Messenger over its database. It listens to nobody until it is started. */
export function createMessenger(deps: AppDependencies): Promise<Service> {
  return createAppService({ entry: appEntry('MESSENGER'), rules: messengerRules }, deps);
}
