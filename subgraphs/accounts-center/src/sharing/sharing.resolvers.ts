import { isId } from '@accounts-center/subgraph-kit';
import { type Context, requireViewer } from '../context.ts';
import type { CrossPostInput, Resolvers, SetSharingInput, SharingErrorCode } from '../generated/accounts-center.ts';
import { ownMember } from '../own-account.ts';
import { type Refusal, userErrors } from '../user-errors.ts';
import type { Delivery } from './deliveries.store.ts';
import { isSettled, shownStates } from './delivery-states.ts';
import { deliveryMessages, sharingMessages } from './sharing.messages.ts';
import type { CrossPostRequest, SettingRequest, SharingService } from './sharing.ts';
import type { SharingSetting } from './sharing-settings.store.ts';
import { sharingStateOf } from './sharing-state.ts';

export function sharingResolvers({ sharing }: { sharing: SharingService }): Resolvers {
  return {
    Mutation: {
      setSharing: async (_root, { input }, context) => {
        const result = await sharing.setSharing(requireViewer(context), toSettingRequest(input));
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
      isCopy: async ({ id }, _args, context) => {
        const { copy, isOwn } = await lookUp(context, id);
        return isOwn ? copy !== undefined : null;
      },
      sharing: async ({ id }, _args, context) => {
        const { original, isOwn } = await lookUp(context, id);
        const isShown = isOwn && original !== undefined;
        const deliveries = isShown ? await context.loaders.sharing.deliveriesOf.load(original.id) : undefined;
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

/**
 * What is known of a post, as a copy and as an original, and whether its author is of the viewer's center. Nobody's post is
 * looked up in another way than another's, so that the time taken does not tell that its author is linked (C2).
 */
async function lookUp(context: Context, postId: string) {
  const { deliveryOfCopy, crossPost } = context.loaders.sharing;
  const [copy, original] = await Promise.all([deliveryOfCopy.load(postId), crossPost.load(postId)]);
  const author = await ownMember(context, copy?.targetId ?? original?.authorId ?? '');
  return { copy, original, isOwn: author !== undefined };
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
  const { kind = 'POST', text = '', mediaIds = [], targetAccountIds = null } = input;
  return { ...input, kind, text, mediaIds, targetAccountIds };
}

function toSettingRequest(input: SetSharingInput): SettingRequest {
  return { ...input, kind: input.kind ?? 'POST' };
}

function toSharing(deliveries: readonly Delivery[]) {
  return { state: sharingStateOf(deliveries), deliveries: [...deliveries] };
}

function toSetting({ kind, fromId, toId, choice }: SharingSetting) {
  return { kind, from: { id: fromId }, to: { id: toId }, choice };
}
