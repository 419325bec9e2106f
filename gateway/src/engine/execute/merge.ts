import { isJsonObject, type JsonObject, memberOf } from '../json.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';

/**
 * Puts fields that a subgraph sent into an object of the data. Values that were not there are taken over as they are, not
 * copied. Where both have an object they become one; where one says that there is none, there is none.
 *
 * @param keys the fields that were asked for: no others are read
 */
export function mergeFields(target: JsonObject, source: JsonObject, keys: readonly string[], types: TypeSystem): void {
  for (const key of keys) {
    const value = memberOf(source, key);
    if (value === undefined) continue;
    const known = memberOf(target, key);
    if (known === undefined) target[key] = value;
    else if (known === null) continue;
    else if (key === '__typename') target[key] = moreExact(known, value, types);
    else target[key] = merged(known, value, types);
  }
}

function merged(known: unknown, value: unknown, types: TypeSystem): unknown {
  if (value === null || known === null) return null;
  if (Array.isArray(known) && Array.isArray(value))
    return known.length === value.length ? known.map((item, index) => merged(item, value[index], types)) : known;
  if (!isJsonObject(known) || !isJsonObject(value)) return known;
  mergeFields(
    known,
    value,
    Object.keys(value).filter((key) => key !== '__proto__'),
    types,
  );
  return known;
}

/** A subgraph that knows an interface as one object type calls its objects by the interface's name. */
function moreExact(known: unknown, value: unknown, types: TypeSystem): unknown {
  return typeof known === 'string' && types.isObject(known) ? known : value;
}
