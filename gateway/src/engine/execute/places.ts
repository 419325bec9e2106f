import { isJsonObject, type JsonObject } from '../json.ts';
import type { Path } from '../shape/complete.ts';

/** A step on the way from the root of the data to the objects that a fetch is about. */
export interface PathStep {
  /** Of a field, or `@` for each item of a list. */
  readonly key: string;
  /** Objects of other types are left out. */
  readonly types: ReadonlySet<string> | undefined;
}

export type FetchPath = readonly PathStep[];

/** From `['products', '@', 'reviews|[Good,Bad]', '@']`. */
export function fetchPath(path: readonly (string | number)[]): FetchPath {
  return path.map((element) => {
    const [key = '', condition] = String(element).split('|');
    return { key, types: condition === undefined ? undefined : new Set(condition.slice(1, -1).split(',')) };
  });
}

/** The objects to which a path leads, each once. */
export function placesAt(data: JsonObject, path: FetchPath): JsonObject[] {
  const places: JsonObject[] = [];
  collect(data, path, 0, places);
  return places;
}

function collect(value: unknown, path: FetchPath, index: number, places: JsonObject[]): void {
  const step = path[index];
  if (step === undefined) {
    if (isJsonObject(value)) places.push(value);
  } else if (step.key === '@') {
    if (!Array.isArray(value)) return;
    for (const item of value) if (isWanted(item, step)) collect(item, path, index + 1, places);
  } else if (isJsonObject(value)) {
    const next = step.key === '' ? value : value[step.key];
    if (next != null && isWanted(next, step)) collect(next, path, index + 1, places);
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
    const next = value[step.key];
    const inner = { path: [...way.path, step.key], around: [value, ...way.around] };
    if (next != null && isWanted(next, step)) yield* search(next, path, index + 1, inner);
  }
}
