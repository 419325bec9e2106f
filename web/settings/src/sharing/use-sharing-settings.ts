import type { ErrorLike } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { type SharingChoice, SharingSettingsDocument } from '../../generated/operations.ts';

/** What happens with posts of one account, for another. */
export type ChoiceOf = (fromId: string, toId: string) => SharingChoice;

/** The standing settings; `undefined` until they are there. */
export function useSharingSettings(): {
  readonly choiceOf: ChoiceOf | undefined;
  readonly error: ErrorLike | undefined;
} {
  const { data, error } = useQuery(SharingSettingsDocument, { errorPolicy: 'all' });
  const settings = data?.viewer?.accountsCenter.sharingSettings;
  if (settings === undefined) return { choiceOf: undefined, error };
  const choiceOf: ChoiceOf = (fromId, toId) =>
    settings.find(({ kind, from, to }) => kind === 'POST' && from?.id === fromId && to?.id === toId)?.choice ?? 'NEVER';
  return { choiceOf, error };
}
