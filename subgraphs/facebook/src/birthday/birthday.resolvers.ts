import { changeAccount, detailReader, type ErrorTexts } from '@accounts-center/app-kit';
import type { FacebookBirthdayErrorCode, Resolvers } from '../generated/facebook.ts';
import type { Birthdays } from './birthday.service.ts';

const texts: ErrorTexts<FacebookBirthdayErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NO_SUCH_DAY: ['There is no such day, or it is still to come.', 'birthday'],
};

/** Birthdays of accounts, for themselves and their friends. */
export function birthdayResolvers(birthdays: Birthdays): Pick<Resolvers, 'Mutation' | 'FacebookUser'> {
  const read = detailReader(birthdays, 'FOLLOWERS');
  return {
    Mutation: {
      updateFacebookBirthday: (_, { input: { accountId, birthday } }, context) => {
        const told = birthday ? { ...birthday, year: birthday.year ?? null } : null;
        return changeAccount(context, accountId, texts, () => birthdays.update(accountId, told));
      },
    },
    FacebookUser: {
      birthday: ({ id }, _, context) => read(id, context),
    },
  };
}
