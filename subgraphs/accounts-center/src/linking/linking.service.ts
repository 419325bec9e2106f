import { createLinkAccount } from './link-account.service.ts';
import { createLinkFlow } from './link-flow.service.ts';
import type { LinkingDependencies, LinkingService } from './linking.ts';
import { createUnlinkAccount } from './unlink-account.service.ts';

export type { LinkFlowView, LinkingDependencies, LinkingService, UnlinkReceiptView } from './linking.ts';

/** Links accounts with proof on both sides, and takes them apart again. */
export function createLinkingService(deps: LinkingDependencies): LinkingService {
  return { ...createLinkFlow(deps), ...createLinkAccount(deps), ...createUnlinkAccount(deps) };
}
