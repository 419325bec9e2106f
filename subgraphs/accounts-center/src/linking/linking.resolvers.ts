import { type Context, requireViewer } from '../context.ts';
import type { LinkErrorCode, Resolvers } from '../generated/accounts-center.ts';
import { type Refusal, userErrors } from '../user-errors.ts';
import { linkMessages } from './linking.messages.ts';
import type { LinkFlowView, LinkingService, UnlinkReceiptView } from './linking.service.ts';

export function linkingResolvers({ linking }: { linking: LinkingService }): Resolvers {
  return {
    Mutation: {
      startLink: async (_root, { input }, context) => {
        const result = await linking.startLink(requireViewer(context), input);
        return result.ok ? { flow: toFlow(result.flow), userErrors: [] } : { flow: null, userErrors: errors(result) };
      },
      proveAccountControl: async (_root, { input }, context) => {
        const result = await linking.proveAccountControl(requireViewer(context), input, context.clientAddress);
        return result.ok ? { flow: toFlow(result.flow), userErrors: [] } : { flow: null, userErrors: errors(result) };
      },
      linkAccount: async (_root, { input }, context) => {
        const result = await linking.linkAccount(requireViewer(context), input);
        if (!result.ok) return { accountsCenter: null, linkedAccount: null, userErrors: errors(result) };
        forget(context);
        const accountsCenter = result.centerId === null ? null : { id: result.centerId };
        return { accountsCenter, linkedAccount: { id: result.linkedAccountId }, userErrors: [] };
      },
      unlinkAccount: async (_root, { input }, context) => {
        const result = await linking.unlinkAccount(requireViewer(context), input);
        if (!result.ok) return { receipt: null, userErrors: errors(result) };
        forget(context);
        return { receipt: await toReceipt(result.receipt, context), userErrors: [] };
      },
    },
  };
}

function errors(refusal: Refusal<LinkErrorCode>) {
  return userErrors(refusal, linkMessages);
}

// What was loaded before an account moved is not true any longer.
function forget({ loaders }: Context): void {
  loaders.membership.clear();
  loaders.profileSync.clear();
}

function toFlow({ id, accountId, isAccountProved, provedAccountId, expiresAt }: LinkFlowView) {
  const provedAccount = provedAccountId === null ? null : { id: provedAccountId };
  return { id, account: { id: accountId }, isAccountProved, provedAccount, expiresAt };
}

async function toReceipt({ cancelledDeliveryIds, ...receipt }: UnlinkReceiptView, { loaders }: Context) {
  const deliveries = await Promise.all(cancelledDeliveryIds.map((id) => loaders.sharing.delivery.load(id)));
  return {
    ...receipt,
    account: { id: receipt.accountId },
    stoppedSyncFields: [...receipt.stoppedSyncFields],
    cancelledDeliveries: deliveries.filter((delivery) => delivery !== undefined),
  };
}
