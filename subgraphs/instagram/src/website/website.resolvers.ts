import { actsAs, type ErrorTexts, forgetLoaded, perRequest, userError } from '@accounts-center/app-kit';
import { createLoader } from '@accounts-center/subgraph-kit';
import type { InstagramWebsiteErrorCode, Resolvers } from '../generated/instagram.ts';
import type { Websites } from './website.service.ts';

const texts: ErrorTexts<InstagramWebsiteErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NOT_A_WEBSITE: ['This is no address of a website. Write it with https://.', 'website'],
  TOO_LONG: ['This is longer than 200 letters.', 'website'],
};

/** Websites of accounts. */
export function websiteResolvers(websites: Websites): Pick<Resolvers, 'Mutation' | 'InstagramUser'> {
  const loader = perRequest(() => createLoader(websites.of));
  return {
    Mutation: {
      updateInstagramWebsite: async (_, { input: { accountId, website } }, context) => {
        const mayAct = actsAs(context, accountId);
        const result = mayAct ? await websites.update(accountId, website ?? null) : notFound;
        forgetLoaded(context);
        return result.ok
          ? { user: result.user, userErrors: [] }
          : { user: null, userErrors: [userError(texts, result.code)] };
      },
    },
    InstagramUser: {
      website: async ({ id }, _, context) => (await loader(context).load(id)) ?? null,
    },
  };
}

const notFound = { ok: false, code: 'ACCOUNT_NOT_FOUND' } as const;
