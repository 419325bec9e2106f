import type { FetchDataRewrite } from '@apollo/query-planner';
import { isJsonObject, type JsonObject } from '../json.ts';
import type { TypeSystem } from '../supergraph/type-system.ts';

const CONDITION = '... on ';

/** Changes a value in place as a plan says, before it goes to a subgraph or after it came from one. */
export function applyRewrites(value: unknown, rewrites: readonly FetchDataRewrite[], types: TypeSystem): void {
  for (const rewrite of rewrites) {
    const last = rewrite.path.at(-1);
    if (last === undefined) continue;
    eachAt(value, rewrite.path.slice(0, -1), types, (object) => applyTo(object, last, rewrite));
  }
}

function applyTo(object: JsonObject, key: string, rewrite: FetchDataRewrite): void {
  if (rewrite.kind === 'ValueSetter') {
    object[key] = rewrite.setValueTo as unknown;
  } else if (Object.hasOwn(object, key)) {
    object[rewrite.renameKeyTo] = object[key];
    delete object[key];
  }
}

function eachAt(value: unknown, path: readonly string[], types: TypeSystem, visit: (object: JsonObject) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) eachAt(item, path, types, visit);
    return;
  }
  if (!isJsonObject(value)) return;
  const [first, ...rest] = path;
  if (first === undefined) visit(value);
  else if (!first.startsWith(CONDITION)) eachAt(Object.hasOwn(value, first) ? value[first] : null, rest, types, visit);
  else if (isOf(value, first, types)) eachAt(value, rest, types, visit);
}

/** Whether an object satisfies `... on Type`. One that does not say what it is does. */
export function isOf(object: JsonObject, condition: string, types: TypeSystem): boolean {
  const name = object['__typename'];
  return typeof name !== 'string' || types.includes(condition.slice(CONDITION.length), name);
}

export function isCondition(element: string): boolean {
  return element.startsWith(CONDITION);
}

/** A path in a subgraph's answer, with the keys that its output rewrites restore. */
export function originalPath(
  path: readonly (string | number)[],
  rewrites: readonly FetchDataRewrite[],
): readonly (string | number)[] {
  if (rewrites.length === 0) return path;
  const names = new Map(
    rewrites.flatMap((rewrite) =>
      rewrite.kind === 'KeyRenamer' ? [[rewrite.path.at(-1), rewrite.renameKeyTo]] : [],
    ) as [string, string][],
  );
  return path.map((element) => (typeof element === 'string' ? (names.get(element) ?? element) : element));
}
