import { type CompiledFetch, isEntityFetch } from './fetch.ts';

/**
 * Where objects can come to stand that other places have as well: the places of entities, and what is fetched for them. None
 * where those objects could become different later: where fetches add to one object by way of their own answers, or where
 * values around a place matter.
 */
export function sharedPlaces(fetches: readonly CompiledFetch[]): ReadonlySet<string> {
  const shared = new Set<string>();
  const taken = new Set<string>();
  for (const fetch of fetches) {
    if (isEntityFetch(fetch) && fetch.contexts.length > 0) return new Set();
    const place = placeOf(fetch);
    if (isEntityFetch(fetch)) shared.add(place);
    for (const key of fetch.keys) {
      if (key === '__typename') continue;
      if (taken.has(`${place}.${key}`)) return new Set();
      taken.add(`${place}.${key}`);
      if (isEntityFetch(fetch)) shared.add(`${place}.${key}`);
    }
  }
  return shared;
}

function placeOf({ path }: CompiledFetch): string {
  return path.map(({ key }) => (key === '' ? '' : `.${key}`)).join('');
}
