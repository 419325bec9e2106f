import { actsAs, type ErrorTexts, forgetLoaded, perRequest, userError } from '@accounts-center/app-kit';
import { createLoader } from '@accounts-center/subgraph-kit';
import type { Resolvers, WhatsAppAboutErrorCode } from '../generated/whatsapp.ts';
import type { Abouts } from './about.service.ts';

const texts: ErrorTexts<WhatsAppAboutErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NOT_ONE_LINE: ['This is more than one line.', 'about'],
  TOO_LONG: ['This is longer than 139 letters.', 'about'],
};

/** The lines that accounts show about themselves. */
export function aboutResolvers(abouts: Abouts): Pick<Resolvers, 'Mutation' | 'WhatsAppUser'> {
  const loader = perRequest(() => createLoader(abouts.of));
  return {
    Mutation: {
      updateWhatsAppAbout: async (_, { input: { accountId, about } }, context) => {
        const result = actsAs(context, accountId) ? await abouts.update(accountId, about ?? '') : notFound;
        forgetLoaded(context);
        return result.ok
          ? { user: result.user, userErrors: [] }
          : { user: null, userErrors: [userError(texts, result.code)] };
      },
    },
    WhatsAppUser: {
      about: async ({ id }, _, context) => (await loader(context).load(id)) ?? null,
    },
  };
}

const notFound = { ok: false, code: 'ACCOUNT_NOT_FOUND' } as const;
