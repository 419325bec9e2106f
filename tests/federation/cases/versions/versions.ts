import type { Graph } from '../../harness/graph.ts';
import { type FederationVersion, NEWEST } from '../../harness/link.ts';

/** What every second version has had. */
const common: Omit<Graph, 'version'> = {
  subgraphs: {
    a: `
      type Query { item: Item }
      type Item @key(fields: "id") { id: ID! name: String @tag(name: "x") price: Int secret: Int @inaccessible moved: String }`,
    b: `
      type Item @key(fields: "id") {
        id: ID! price: Int @external tax: String @requires(fields: "price") moved: String @override(from: "a")
      }`,
  },
  data: { Query: { item: 'x' }, Item: { x: { id: '1', name: 'X', price: 5, secret: 1, moved: 'here' } } },
  cases: {
    'keys, requirements, overrides': {
      operation: '{ item { name tax moved } }',
      data: { item: { name: 'X', tax: 'price=5', moved: 'here' } },
    },
  },
};

/** The same subgraphs under every version of the specification from 2.0. */
export const versions: Readonly<Record<string, Graph>> = Object.fromEntries(
  Array.from({ length: NEWEST + 1 }, (_, minor): FederationVersion => `2.${minor}`).map((version) => [
    `versions/${version}`,
    { ...common, version },
  ]),
);
