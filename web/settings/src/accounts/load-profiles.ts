import type { ApolloClient, ErrorLike } from '@apollo/client';
import { ProfileInAppDocument, ProfilesDocument } from '../../generated/operations.ts';
import { apps } from '../apps/apps.ts';

const options = { fetchPolicy: 'network-only', errorPolicy: 'all' } as const;

/**
 * Brings what the apps know of the accounts into the cache: all at once, or what can be had app by app.
 * @returns what went wrong; empty when nothing did
 */
export async function loadProfiles(client: ApolloClient): Promise<ErrorLike[]> {
  const { error } = await client.query({ query: ProfilesDocument, ...options });
  if (error === undefined) return [];
  await Promise.all(
    apps.map(({ app }) => client.query({ query: ProfileInAppDocument, variables: { app }, ...options })),
  );
  return [error];
}
