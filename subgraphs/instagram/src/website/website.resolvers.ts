import { changeAccount, detailReader, type ErrorTexts } from '@accounts-center/app-kit';
import type { InstagramWebsiteErrorCode, Resolvers } from '../generated/instagram.ts';
import type { Websites } from './website.service.ts';

const texts: ErrorTexts<InstagramWebsiteErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NOT_A_WEBSITE: ['This is no address of a website. Write it with https://.', 'website'],
  TOO_LONG: ['This is longer than 200 letters.', 'website'],
};

/** Websites of accounts, for everybody. */
export function websiteResolvers(websites: Websites): Pick<Resolvers, 'Mutation' | 'InstagramUser'> {
  const read = detailReader(websites, 'PUBLIC');
  return {
    Mutation: {
      updateInstagramWebsite: (_, { input: { accountId, website } }, context) =>
        changeAccount(context, accountId, texts, () => websites.update(accountId, website ?? null)),
    },
    InstagramUser: {
      website: async ({ id }, _, context) => (await read(id, context))?.address ?? null,
    },
  };
}
