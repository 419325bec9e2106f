import type { CompiledEntityFetch } from '../compile/fetch.ts';
import { type JsonObject, memberOf } from '../json.ts';
import { eachPlace } from './places.ts';
import type { Run } from './run.ts';

/** The entities that a fetch asks for, each distinct one once. */
export interface Entities {
  readonly representations: readonly string[];
  /** The objects that each stands for. */
  readonly places: readonly JsonObject[][];
}

/** Finds the entities that a fetch is about, among the objects given or all of its places. */
export function entitiesFor(fetch: CompiledEntityFetch, objects: Iterable<JsonObject>): Entities {
  const indexes = new Map<string, number>();
  const places: JsonObject[][] = [];
  for (const object of objects) {
    const representation = fetch.representationOf(object);
    if (representation === undefined) continue;
    const known = indexes.get(representation);
    if (known === undefined) {
      indexes.set(representation, places.length);
      places.push([object]);
    } else {
      places[known]?.push(object);
    }
  }
  return { representations: [...indexes.keys()], places };
}

/**
 * Takes the objects at the places of a fetch. Equal ones that have nothing below them become one, if places may share: then it is
 * asked for, completed and written once, however often it stands in the data.
 */
export function takePlaces({ path, keyField }: CompiledEntityFetch, mayShare: boolean, run: Run): Iterable<JsonObject> {
  const found = new Set<JsonObject>();
  const byKey = new Map<unknown, JsonObject>();
  eachPlace(run.data, path, (object) => {
    const key = mayShare && keyField !== undefined ? memberOf(object, keyField) : undefined;
    if (key === undefined) {
      found.add(object);
      return object;
    }
    const known = byKey.get(key);
    if (known === object) return object;
    if (known !== undefined && areEqualLeaves(known, object)) {
      run.isShared = true;
      return known;
    }
    if (known === undefined) byKey.set(key, object);
    found.add(object);
    return object;
  });
  return found;
}

/** Whether two objects are equal and have neither objects nor lists. */
function areEqualLeaves(one: JsonObject, other: JsonObject): boolean {
  let surplus = 0;
  for (const key in one) {
    const value = one[key];
    if (value !== other[key] || (typeof value === 'object' && value !== null)) return false;
    surplus += 1;
  }
  for (const _ in other) surplus -= 1;
  return surplus === 0;
}
