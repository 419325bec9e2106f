/** An object of a subgraph's answer. Its keys are read by name only, so that no key can mean anything else. */
export type JsonObject = Record<string, unknown>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A member of an object, `undefined` where it has none. Fields of keys may be called `constructor` or `valueOf`, which every
 * object inherits: JSON has no functions, so that one was not sent.
 */
export function memberOf(object: JsonObject, key: string): unknown {
  const value = object[key];
  return typeof value === 'function' ? undefined : value;
}

/** A copy of a JSON value, down to its leaves. */
export function copyOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) if (key !== '__proto__') copy[key] = copyOf((value as JsonObject)[key]);
  return copy as T;
}
