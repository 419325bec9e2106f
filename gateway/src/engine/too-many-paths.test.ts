import { expect, it } from 'vitest';
import { createTestGraph, type TestSubgraphs } from './testing/test-graph.ts';

const COUNT = 7;
const numbers = Array.from({ length: COUNT }, (_, number) => number);

/** Subgraphs of which each has three of seven fields, so that from each field there are several ways to the next. */
const subgraphs: TestSubgraphs = Object.fromEntries(
  numbers.map((subgraph) => {
    const shared = numbers.filter((field) => (field - subgraph + COUNT) % COUNT < 3);
    const fields = shared.map((field) => `f${field}: Node @shareable`).join(' ');
    const query = subgraph < 3 ? 'node: Node @shareable' : `other${subgraph}: Node`;
    const sdl = `type Query { ${query} }
      type Node @key(fields: "id") @key(fields: "uuid") { id: ID uuid: ID own${subgraph}: String ${fields} }`;
    return [`s${subgraph}`, { sdl, resolvers: { Query: { node: () => ({ id: '1' }) } } }];
  }),
);
const OWN = numbers.map((subgraph) => `own${subgraph}`).join(' ');

function deep(levels: number): string {
  return numbers
    .concat(numbers, numbers)
    .slice(0, levels)
    .reduce((inner, level) => `f${(level * 3) % COUNT} { ${inner} }`, OWN);
}

const wide = (count: number, levels: number): string =>
  Array.from({ length: count }, (_, at) => `a${at}: ${deep(levels)}`).join(' ');

// Each would hold the process for longer than a test may take: a minute for the shortest.
it.each([
  ['deep', `{ node { ${deep(20)} } }`],
  ['wide', `{ node { ${wide(200, 4)} } }`],
])('an operation that can be planned in too many ways is refused: %s', async (_, source) => {
  const graph = createTestGraph(subgraphs);
  const { errors } = await graph.ask(source);
  expect(errors).toMatchObject([
    {
      message: 'There are too many ways to plan the operation. Ask for less of it at once.',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    },
  ]);
  expect(graph.calls).toEqual([]);
});

it('an operation of the same graph with fewer ways is answered', async () => {
  expect(await createTestGraph(subgraphs).ask(`{ node { ${deep(2)} } }`)).toEqual({
    data: { node: { f3: null } },
  });
});
