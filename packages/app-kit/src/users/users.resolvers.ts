import { renameForApp } from '@accounts-center/schema';
import { badInput, pageArguments, toConnection } from '@accounts-center/subgraph-kit';
import type { AppAccountErrorCode, Resolvers } from '../generated/app.ts';
import { changeAccount } from '../graphql/change-account.ts';
import type { ErrorTexts } from '../graphql/user-errors.ts';
import { postCursor, postPosition } from '../posts/post-cursor.ts';

const texts: ErrorTexts<AppAccountErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  TOO_LONG: ['This is longer than 500 letters.', 'bio'],
};

/** In the template's words. */
const NO_ID = 'The argument "id" is no id of a user of App: `appUserByUsername` takes usernames.';

/** Accounts. */
export const usersResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'AppUser'> = {
  Query: {
    appUser: async (_, { id }, { loaders, services, app }) => {
      if (!services.users.isUserId(id)) throw badInput(renameForApp(NO_ID, app));
      return (await loaders.users.load(id)) ?? null;
    },
    appUserByUsername: async (_, { username }, { services }) => (await services.users.byUsername(username)) ?? null,
  },
  Mutation: {
    updateAppAccount: (_, { input }, context) =>
      changeAccount(context, input.accountId, texts, () => context.services.users.updateAccount(input)),
  },
  AppUser: {
    __resolveReference: async ({ id }, { loaders }) => (await loaders.users.load(id)) ?? null,
    photo: async ({ photoId }, _, { loaders }) =>
      photoId === null ? null : ((await loaders.media.load(photoId)) ?? null),
    posts: async (user, args, { loaders }) => {
      const page = pageArguments(args, postPosition);
      return toConnection(await loaders.postPages.load({ owner: user, page }), page, postCursor);
    },
  },
};
