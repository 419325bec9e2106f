import { requireViewer } from '../context.ts';
import type { ProfileField, Resolvers } from '../generated/accounts-center.ts';
import type { ProfileService } from './profile.ts';
import { changePayload } from './profile-payload.ts';

export function profileResolvers({ profile }: { profile: ProfileService }): Resolvers {
  return {
    Mutation: {
      updateProfile: async (_root, { input }, context) => {
        const { accountId, idempotencyKey, username, displayName, photoId } = input;
        const wish = {
          ...(username != null && { username }),
          ...(displayName != null && { displayName }),
          ...(photoId !== undefined && { photoId }),
        };
        const result = await profile.updateProfile(requireViewer(context), { accountId, idempotencyKey, ...wish });
        return changePayload(result, context, wishFields);
      },
    },
  };
}

const wishFields: Record<ProfileField, string> = {
  USERNAME: 'username',
  DISPLAY_NAME: 'displayName',
  PHOTO: 'photoId',
};
