import { isJsonObject, type JsonObject, memberOf } from '../json.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';

/**
 * Puts fields that a subgraph sent into an object of the data. Values that were not there are taken over as they are, not
 * copied. Where both have an object they become one; where one says that there is none, there is none.
 *
 * @param keys the fields that were asked for: no others are read
 * @returns whether the two go together; else a part of what came is left out
 */
export function mergeFields(
  target: JsonObject,
  source: JsonObject,
  keys: readonly string[],
  types: TypeSystem,
): boolean {
  let isWhole = true;
  for (const key of keys) {
    const value = memberOf(source, key);
    if (value === undefined) continue;
    const known = memberOf(target, key);
    if (known === undefined) target[key] = value;
    else if (known === null) continue;
    else if (key === '__typename') target[key] = moreExact(known, value, types);
    else if (value === null) target[key] = null;
    else if (!mergeInto(known, value, types)) isWhole = false;
  }
  return isWhole;
}

/** Merges what lies in a value into a known one. @returns whether the two go together */
function mergeInto(known: unknown, value: unknown, types: TypeSystem): boolean {
  if (Array.isArray(known) && Array.isArray(value)) return mergeItems(known, value, types);
  if (!isJsonObject(known) || !isJsonObject(value)) return typeof known !== 'object' && typeof value !== 'object';
  const keys = Object.keys(value).filter((key) => key !== '__proto__');
  return mergeFields(known, value, keys, types);
}

function mergeItems(known: unknown[], values: readonly unknown[], types: TypeSystem): boolean {
  if (known.length !== values.length) return false;
  let isWhole = true;
  for (const [index, value] of values.entries()) {
    if (value === null || known[index] === null) known[index] = null;
    else if (!mergeInto(known[index], value, types)) isWhole = false;
  }
  return isWhole;
}

/** A subgraph that knows an interface as one object type calls its objects by the interface's name. */
function moreExact(known: unknown, value: unknown, types: TypeSystem): unknown {
  return typeof known === 'string' && types.isObject(known) ? known : value;
}
