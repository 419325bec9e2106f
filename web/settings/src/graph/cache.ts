import { type FieldMergeFunction, InMemoryCache, type Reference } from '@apollo/client';
import { typePrefixes } from '../apps/apps.ts';

const ofEveryApp = (suffix: string): string[] => typePrefixes.map((prefix) => `${prefix}${suffix}`);

/** An outage can take away what is asked of the viewer and their account; who they are stays true. */
const keepWhenAbsent: FieldMergeFunction<Reference | null> = (existing, incoming) => incoming ?? existing ?? null;

/** A cache that knows which types of the apps stand for a common one. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: {
      User: ofEveryApp('User'),
      Poster: ofEveryApp('User'),
      Post: ofEveryApp('Post'),
      PostConnection: ofEveryApp('PostConnection'),
    },
    typePolicies: {
      Query: { fields: { viewer: { merge: keepWhenAbsent } } },
      Viewer: { keyFields: [], fields: { user: { merge: keepWhenAbsent } } },
    },
  });
}
