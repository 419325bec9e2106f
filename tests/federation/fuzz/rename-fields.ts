import type { Data, Fields, Graph } from '../harness/graph.ts';

/** Fields of keys, required ones and others, by names that every object has in JavaScript. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['sku', 'constructor'],
  ['left', 'valueOf'],
  ['ref', 'toString'],
  ['f0', 'hasOwnProperty'],
  ['f1', 'isPrototypeOf'],
  ['f2', 'toLocaleString'],
  ['t0', 'propertyIsEnumerable'],
]);

/** A graph whose entities have fields with the names of what every object has. */
export function withNamesOfAnyObject({ subgraphs, data, beliefs = {}, cases }: Graph): Graph {
  return {
    subgraphs: mapped(subgraphs, (sdl) => sdl.replaceAll(/\w+/g, (word) => NAMES.get(word) ?? word)),
    data: mapped(data as Record<string, Record<string, Fields>>, (entities, type) =>
      type === 'Query' || type === 'Mutation' ? entities : mapped(entities, renamed),
    ) as Data,
    beliefs: mapped(beliefs, renamed),
    cases,
  };
}

/** Keys are fields, or `Type.field`. */
function renamed(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key.replace(/\w+$/, (word) => NAMES.get(word) ?? word), value]),
  );
}

function mapped<T, R>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
