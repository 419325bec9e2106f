import { actsAs, type ErrorTexts, forgetLoaded, perRequest, userError } from '@accounts-center/app-kit';
import { createLoader } from '@accounts-center/subgraph-kit';
import type { FacebookBirthdayErrorCode, Resolvers } from '../generated/facebook.ts';
import type { Birthdays } from './birthday.service.ts';

const texts: ErrorTexts<FacebookBirthdayErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NO_SUCH_DAY: ['There is no such day, or it is still to come.', 'birthday'],
};

/** Birthdays of accounts, for themselves and their friends. */
export function birthdayResolvers(birthdays: Birthdays): Pick<Resolvers, 'Mutation' | 'FacebookUser'> {
  const loader = perRequest(() => createLoader(birthdays.of));
  return {
    Mutation: {
      updateFacebookBirthday: async (_, { input: { accountId, birthday } }, context) => {
        const told = birthday ? { ...birthday, year: birthday.year ?? null } : null;
        const result = actsAs(context, accountId) ? await birthdays.update(accountId, told) : notFound;
        forgetLoaded(context);
        return result.ok
          ? { user: result.user, userErrors: [] }
          : { user: null, userErrors: [userError(texts, result.code)] };
      },
    },
    FacebookUser: {
      birthday: async ({ id }, _, context) => {
        const isClose = (await context.loaders.closeness(id)) !== 'STRANGER';
        return isClose ? ((await loader(context).load(id)) ?? null) : null;
      },
    },
  };
}

const notFound = { ok: false, code: 'ACCOUNT_NOT_FOUND' } as const;
