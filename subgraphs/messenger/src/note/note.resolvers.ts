import { actsAs, type ErrorTexts, forgetLoaded, perRequest, userError } from '@accounts-center/app-kit';
import { createLoader } from '@accounts-center/subgraph-kit';
import type { MessengerNoteErrorCode, Resolvers } from '../generated/messenger.ts';
import type { Notes } from './note.service.ts';

const texts: ErrorTexts<MessengerNoteErrorCode> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'accountId'],
  NOT_ONE_LINE: ['This is more than one line.', 'note'],
  TOO_LONG: ['This is longer than 60 letters.', 'note'],
};

/** Notes of accounts, for themselves and their friends. */
export function noteResolvers(notes: Notes): Pick<Resolvers, 'Mutation' | 'MessengerUser'> {
  const loader = perRequest(() => createLoader(notes.of));
  return {
    Mutation: {
      updateMessengerNote: async (_, { input: { accountId, note } }, context) => {
        const result = actsAs(context, accountId) ? await notes.update(accountId, note ?? '') : notFound;
        forgetLoaded(context);
        return result.ok
          ? { user: result.user, userErrors: [] }
          : { user: null, userErrors: [userError(texts, result.code)] };
      },
    },
    MessengerUser: {
      note: async ({ id }, _, context) => {
        const isClose = (await context.loaders.closeness(id)) !== 'STRANGER';
        return isClose ? ((await loader(context).load(id)) ?? null) : null;
      },
    },
  };
}

const notFound = { ok: false, code: 'ACCOUNT_NOT_FOUND' } as const;
