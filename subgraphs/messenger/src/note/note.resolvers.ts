import { changeAccount, detailReader, type ErrorTexts } from '@accounts-center/app-kit';
import type { MessengerNoteErrorCode, Resolvers } from '../generated/messenger.ts';
import type { Notes } from './note.service.ts';

const texts: ErrorTexts<MessengerNoteErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NOT_ONE_LINE: ['This is more than one line.', 'note'],
  TOO_LONG: ['This is longer than 60 letters.', 'note'],
};

/** Notes of accounts, for themselves and their friends. */
export function noteResolvers(notes: Notes): Pick<Resolvers, 'Mutation' | 'MessengerUser'> {
  const read = detailReader(notes, 'FOLLOWERS');
  return {
    Mutation: {
      updateMessengerNote: (_, { input: { accountId, note } }, context) =>
        changeAccount(context, accountId, texts, () => notes.update(accountId, note ?? null)),
    },
    MessengerUser: {
      note: ({ id }, _, context) => read(id, context),
    },
  };
}
