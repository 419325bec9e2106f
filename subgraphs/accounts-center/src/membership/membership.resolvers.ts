import type { Resolvers } from '../generated/accounts-center.ts';
import { ownMember } from '../own-account.ts';
import { ACCOUNT_LIMIT } from './membership.service.ts';

/** The fields of `User`, `AccountsCenter` and `Viewer` that tell who is linked to whom, to the owner only (C2). */
export function membershipResolvers(): Resolvers {
  return {
    User: {
      app: ({ id }, _args, { family }) => family.appOfAccount(id).app,
      accountsCenter: async ({ id }, _args, context) => {
        const member = await ownMember(context, id);
        return member === undefined ? null : { id: member.centerId };
      },
      linkedAt: async ({ id }, _args, context) => (await ownMember(context, id))?.linkedAt ?? null,
    },
    AccountsCenter: {
      // A representation is input: a center shows itself to the owner of one of its accounts only.
      __resolveReference: async ({ id }, context) => {
        const member = await ownMember(context, context.viewer?.accountId ?? '');
        return member?.centerId === id ? { id } : null;
      },
      accounts: async ({ id }, _args, { loaders }) => [...((await loaders.membership.accountsOf.load(id)) ?? [])],
      accountLimit: () => ACCOUNT_LIMIT,
    },
    Viewer: {
      accountsCenter: ({ centerId }) => ({ id: centerId }),
      accounts: async ({ accountId, centerId }, _args, { loaders }) => {
        const members = (await loaders.membership.accountsOf.load(centerId)) ?? [];
        return [{ id: accountId }, ...members.filter(({ id }) => id !== accountId)];
      },
      account: async ({ accountId, centerId }, { app }, { loaders }) => {
        const members = (await loaders.membership.accountsOf.load(centerId)) ?? [];
        const ofApp = members.filter((member) => member.app === app);
        return ofApp.find(({ id }) => id === accountId) ?? ofApp[0] ?? null;
      },
    },
  };
}
