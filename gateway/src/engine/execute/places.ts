import type { FetchPath, PathStep } from '../compile/fetch-path.ts';
import { isJsonObject, type JsonObject, memberOf } from '../json.ts';
import type { Path } from '../shape/complete.ts';

/** Takes an object that was found at a place; gives the one that shall stand there. */
export type TakePlace = (object: JsonObject) => JsonObject;

/** Finds the objects to which a path leads. One that several places share may be found more than once. */
export function eachPlace(data: JsonObject, path: FetchPath, take: TakePlace): void {
  if (path.length === 0) take(data);
  else walk(data, path, 0, take);
}

function walk(value: unknown, path: FetchPath, index: number, take: TakePlace): void {
  const step = path[index];
  if (step === undefined) return;
  const isLast = index === path.length - 1;
  if (step.key === '@') {
    if (!Array.isArray(value)) return;
    for (let position = 0; position < value.length; position++) {
      const item: unknown = value[position];
      if (!isWanted(item, step)) continue;
      if (!isLast) walk(item, path, index + 1, take);
      else if (isJsonObject(item)) value[position] = take(item);
    }
  } else if (isJsonObject(value)) {
    const next = step.key === '' ? value : memberOf(value, step.key);
    if (next == null || !isWanted(next, step)) return;
    if (!isLast) walk(next, path, index + 1, take);
    else if (isJsonObject(next)) {
      const taken = take(next);
      if (taken !== next && step.key !== '') value[step.key] = taken;
    }
  }
}

function isWanted(value: unknown, { types }: PathStep): boolean {
  return types === undefined || !isJsonObject(value) || types.has(String(value['__typename']));
}

/** A place with the way to it. */
export interface FoundPlace {
  readonly object: JsonObject;
  /** With indexes. */
  readonly path: Path;
  /** The objects around it, the innermost first. */
  readonly around: readonly JsonObject[];
}

/** The places to which a path leads, with their ways: an object that several places share is found at each. */
export function* waysTo(data: JsonObject, path: FetchPath): Generator<FoundPlace> {
  yield* search(data, path, 0, { path: [], around: [] });
}

function* search(
  value: unknown,
  path: FetchPath,
  index: number,
  way: Omit<FoundPlace, 'object'>,
): Generator<FoundPlace> {
  const step = path[index];
  if (step === undefined) {
    if (isJsonObject(value)) yield { object: value, ...way };
  } else if (step.key === '@') {
    if (!Array.isArray(value)) return;
    for (const [position, item] of value.entries())
      if (isWanted(item, step)) yield* search(item, path, index + 1, { ...way, path: [...way.path, position] });
  } else if (isJsonObject(value)) {
    if (step.key === '') {
      if (isWanted(value, step)) yield* search(value, path, index + 1, way);
      return;
    }
    const next = memberOf(value, step.key);
    const inner = { path: [...way.path, step.key], around: [value, ...way.around] };
    if (next != null && isWanted(next, step)) yield* search(next, path, index + 1, inner);
  }
}
