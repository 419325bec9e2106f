import type { FetchDataKeyRenamer } from '@apollo/query-planner';
import type { CompiledEntityFetch } from '../compile/fetch.ts';
import { isCondition, isOf } from '../compile/rewrites.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';
import { entitiesFor } from './entities.ts';
import { type EntityFetchParts, runEntityFetch } from './entity-fetch.ts';
import { waysTo } from './places.ts';
import type { Run } from './run.ts';

/**
 * Fetches fields of entities that take values around them as arguments (`@fromContext`). Entities with the same values are
 * fetched together.
 */
export async function runContextFetch(fetch: CompiledEntityFetch, parts: EntityFetchParts, run: Run): Promise<void> {
  const groups = new Map<string, Set<JsonObject>>();
  for (const { object, around } of waysTo(run.data, fetch.path)) {
    const values = contextValues(fetch.contexts, [object, ...around], parts.types);
    groups.set(values, (groups.get(values) ?? new Set()).add(object));
  }
  await Promise.all(
    [...groups].map(([values, objects]) => runEntityFetch(fetch, entitiesFor(fetch, objects), parts, run, values)),
  );
}

/** The values as JSON members; each begins with a comma. */
function contextValues(
  contexts: readonly FetchDataKeyRenamer[],
  objects: readonly JsonObject[],
  types: TypeSystem,
): string {
  const values = new Map<string, unknown>();
  for (const { path, renameKeyTo } of contexts) {
    const value = valueAt(path, objects, types);
    if (value !== undefined || !values.has(renameKeyTo)) values.set(renameKeyTo, value ?? values.get(renameKeyTo));
  }
  return [...values].map(([name, value]) => `,"${name}":${JSON.stringify(value ?? null)}`).join('');
}

/** @param path outwards by each `..`, then inwards */
function valueAt(path: readonly string[], objects: readonly JsonObject[], types: TypeSystem): unknown {
  const level = path.findLastIndex((element) => element === '..') + 1;
  let value: unknown = objects[level];
  for (const element of path.slice(level)) {
    if (!isJsonObject(value)) return undefined;
    if (!isCondition(element)) value = Object.hasOwn(value, element) ? value[element] : undefined;
    else if (!isOf(value, element, types)) return undefined;
  }
  return value;
}
