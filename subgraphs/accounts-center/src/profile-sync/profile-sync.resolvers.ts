import { requireViewer } from '../context.ts';
import type { Resolvers } from '../generated/accounts-center.ts';
import { ownMember } from '../own-account.ts';
import { changePayload, profileErrors } from '../profile/profile-payload.ts';
import type { ProfileSyncService } from './profile-sync.service.ts';

export function profileSyncResolvers({ profileSync }: { profileSync: ProfileSyncService }): Resolvers {
  return {
    User: {
      // Always loaded, so that the time taken does not tell whose account it is (C2).
      profileSync: async ({ id }, _args, context) => {
        const [member, status] = await Promise.all([
          ownMember(context, id),
          context.loaders.profileSync.status.load(id),
        ]);
        return member === undefined || status === undefined ? null : [...status];
      },
    },
    AccountsCenter: {
      profileSources: async ({ id }, _args, { loaders }) => [...((await loaders.profileSync.sources.load(id)) ?? [])],
    },
    ProfileSource: {
      source: ({ sourceAccountId }) => ({ id: sourceAccountId }),
      version: async ({ sourceAccountId, field }, _args, { loaders }) =>
        (await loaders.profile.versions.load(sourceAccountId))?.[field] ?? 0,
    },
    Mutation: {
      syncProfile: async (_root, { input }, context) =>
        changePayload(await profileSync.syncProfile(requireViewer(context), input), context),
      stopProfileSync: async (_root, { input }, context) => {
        const result = await profileSync.stopProfileSync(requireViewer(context), input);
        context.loaders.profileSync.clear();
        return result.ok
          ? { user: { id: input.accountId }, userErrors: [] }
          : { user: null, userErrors: profileErrors(result, context) };
      },
    },
  };
}
