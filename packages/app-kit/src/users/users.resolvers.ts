import { pageArguments, toConnection } from '@accounts-center/subgraph-kit';
import { actsAs, forgetLoaded } from '../context.ts';
import type { AppAccountErrorCode, Resolvers } from '../generated/app.ts';
import { type ErrorTexts, userError } from '../graphql/user-errors.ts';
import { postCursor, postPosition } from '../posts/post-cursor.ts';

const texts: ErrorTexts<AppAccountErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  TOO_LONG: ['This is longer than 500 letters.', 'bio'],
};

/** Accounts. */
export const usersResolvers: Pick<Resolvers, 'Query' | 'Mutation' | 'AppUser'> = {
  Query: {
    appUser: async (_, { id }, { loaders }) => (await loaders.users.load(id)) ?? null,
    appUserByUsername: async (_, { username }, { services }) => (await services.users.byUsername(username)) ?? null,
  },
  Mutation: {
    updateAppAccount: async (_, { input }, context) => {
      const mayAct = actsAs(context, input.accountId);
      const result = mayAct ? await context.services.users.updateAccount(input) : notFound;
      forgetLoaded(context);
      return result.ok
        ? { user: result.user, userErrors: [] }
        : { user: null, userErrors: [userError(texts, result.code)] };
    },
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

const notFound = { ok: false, code: 'ACCOUNT_NOT_FOUND' } as const;
