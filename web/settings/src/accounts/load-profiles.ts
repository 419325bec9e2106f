import type { ApolloClient, ErrorLike } from '@apollo/client';
import { type ProfileFragment, ProfilesDocument } from '../../generated/operations.ts';

/** What the apps know of the accounts. */
export interface LoadedProfiles {
  /** By account; those of an app that does not answer are missing. */
  readonly profiles: ReadonlyMap<string, ProfileFragment>;
  readonly error: ErrorLike | undefined;
}

/** Asks the apps. Not through the cache: there, the gaps that an outage leaves would take the place of whole accounts. */
export async function loadProfiles(client: ApolloClient): Promise<LoadedProfiles> {
  const { data, error } = await client.query({ query: ProfilesDocument, fetchPolicy: 'no-cache', errorPolicy: 'all' });
  const profiles = (data?.viewer?.accounts ?? []).filter((profile) => profile !== null);
  return { profiles: new Map(profiles.map((profile) => [profile.id, profile])), error };
}
