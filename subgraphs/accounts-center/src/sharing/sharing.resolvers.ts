import { isId } from '@accounts-center/subgraph-kit';
import { type Context, requireViewer } from '../context.ts';
import type { CrossPostInput, Resolvers, SharingErrorCode } from '../generated/accounts-center.ts';
import { ownMember } from '../own-account.ts';
import { type Refusal, userErrors } from '../user-errors.ts';
import type { Delivery } from './deliveries.store.ts';
import { isSettled, shownStates } from './delivery-states.ts';
import { deliveryMessages, sharingMessages } from './sharing.messages.ts';
import type { CrossPostRequest, SharingService } from './sharing.ts';
import type { SharingSetting } from './sharing-settings.store.ts';
import { sharingStateOf } from './sharing-state.ts';

export function sharingResolvers({ sharing }: { sharing: SharingService }): Resolvers {
  return {
    Mutation: {
      setSharing: async (_root, { input }, context) => {
        const result = await sharing.setSharing(requireViewer(context), { ...input, kind: input.kind ?? 'POST' });
        if (!result.ok) return { setting: null, cancelledDeliveries: [], userErrors: errors(result) };
        return { setting: toSetting(result.setting), cancelledDeliveries: [...result.cancelled], userErrors: [] };
      },
      crossPost: async (_root, { input }, context) => {
        const result = await sharing.crossPost(requireViewer(context), toRequest(input));
        if (!result.ok) return { post: null, sharing: null, userErrors: errors(result) };
        const { postId, deliveries } = result.shared;
        return { post: postId === null ? null : { id: postId }, sharing: toSharing(deliveries), userErrors: [] };
      },
      retryDeliveries: async (_root, { input }, context) => {
        const result = await sharing.retryDeliveries(requireViewer(context), input);
        if (!result.ok) return { sharing: null, userErrors: errors(result) };
        return { sharing: toSharing(result.shared.deliveries), userErrors: [] };
      },
    },
    AccountsCenter: {
      sharingSettings: async ({ id }, _args, { loaders }) => {
        const members = (await loaders.membership.accountsOf.load(id)) ?? [];
        const settings = await Promise.all(members.map((member) => loaders.sharing.settingsFrom.load(member.id)));
        return settings.flatMap((some) => some ?? []).map(toSetting);
      },
    },
    Post: {
      sharing: async ({ id }, _args, context) => {
        const { sharing: loaders } = context.loaders;
        const carried = await loaders.crossPost.load(id);
        // Nobody's post is looked up like another's, so that the time taken does not tell that its author is linked (C2).
        const author = await ownMember(context, carried?.authorId ?? '');
        const deliveries = carried && author && (await loaders.deliveriesOf.load(carried.id));
        return deliveries === undefined ? null : toSharing(deliveries);
      },
    },
    Delivery: {
      __resolveReference: ({ id }, context) => ownDelivery(context, id),
      target: ({ targetId }) => ({ id: targetId }),
      state: ({ state }) => shownStates[state],
      reason: (delivery) => reasonOf(delivery),
      message: (delivery) => {
        const reason = reasonOf(delivery);
        return reason === null ? null : (delivery.message ?? deliveryMessages[reason]);
      },
      copy: ({ copyId }) => (copyId === null ? null : { id: copyId }),
    },
  };
}

/** A representation is input: a delivery shows itself to its author's center only. */
async function ownDelivery(context: Context, id: string): Promise<Delivery | null> {
  if (!isId(id, 'dlv')) return null;
  const delivery = await context.loaders.sharing.delivery.load(id);
  const author = await ownMember(context, delivery?.authorId ?? '');
  return delivery !== undefined && author !== undefined ? delivery : null;
}

/** Null as long as it is not settled, whatever it will come to. */
function reasonOf({ state, reason }: Delivery): Delivery['reason'] {
  return isSettled(state) ? reason : null;
}

function errors(refusal: Refusal<SharingErrorCode>) {
  return userErrors(refusal, sharingMessages);
}

// The graph fills in what was left out; its types do not know.
function toRequest(input: CrossPostInput): CrossPostRequest {
  const { text = '', mediaIds = [], targetAccountIds = null } = input;
  return { ...input, text, mediaIds, targetAccountIds };
}

function toSharing(deliveries: readonly Delivery[]) {
  return { state: sharingStateOf(deliveries), deliveries: [...deliveries] };
}

function toSetting({ kind, fromId, toId, choice }: SharingSetting) {
  return { kind, from: { id: fromId }, to: { id: toId }, choice };
}
