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
