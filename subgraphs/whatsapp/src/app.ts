import { type AppDependencies, appEntry, createAppService } from '@accounts-center/app-kit';
import type { Service } from '@accounts-center/subgraph-kit';
import { whatsAppRules } from './rules.ts';

/** Builds WhatsApp over its database. It listens to nobody until it is started. */
export function createWhatsApp(deps: AppDependencies): Promise<Service> {
  return createAppService({ entry: appEntry('WHATSAPP'), rules: whatsAppRules }, deps);
}
