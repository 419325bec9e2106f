import { type CompiledFetch, isEntityFetch } from './fetch.ts';

/**
 * Whether all places of an entity may hold the same objects of its answer. They may not where those objects could become
 * different later: where fetches add to one object by way of their own answers, or where values around a place matter.
 */
export function maySharePlaces(fetches: readonly CompiledFetch[]): boolean {
  if (fetches.some((fetch) => isEntityFetch(fetch) && fetch.contexts.length > 0)) return false;
  const taken = new Set<string>();
  for (const { path, keys } of fetches) {
    const place = path.map(({ key }) => key).join('.');
    for (const key of keys) {
      if (key === '__typename') continue;
      if (taken.has(`${place}.${key}`)) return false;
      taken.add(`${place}.${key}`);
    }
  }
  return true;
}
