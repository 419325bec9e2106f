import { changeAccount, detailReader, type ErrorTexts } from '@accounts-center/app-kit';
import type { Resolvers, WhatsAppAboutErrorCode } from '../generated/whatsapp.ts';
import type { Abouts } from './about.service.ts';

const texts: ErrorTexts<WhatsAppAboutErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NOT_ONE_LINE: ['This is more than one line.', 'about'],
  TOO_LONG: ['This is longer than 139 letters.', 'about'],
};

/** The lines that accounts show about themselves, for everybody. */
export function aboutResolvers(abouts: Abouts): Pick<Resolvers, 'Mutation' | 'WhatsAppUser'> {
  const read = detailReader(abouts, 'PUBLIC');
  return {
    Mutation: {
      updateWhatsAppAbout: (_, { input: { accountId, about } }, context) =>
        changeAccount(context, accountId, texts, () => abouts.update(accountId, about ?? null)),
    },
    WhatsAppUser: {
      about: async ({ id }, _, context) => (await read(id, context))?.line ?? null,
    },
  };
}
