// How the engine reports what goes wrong.
import { describe, expect, it } from 'vitest';
import type { SubgraphAnswer } from '../transport/subgraph-transport.ts';
import { compose, createTestGraph, type TestSubgraph } from './testing/test-graph.ts';

const library: TestSubgraph = {
  sdl: `
    type Query { book: Book books: [Book!] shelf: [[Book]] media: [Media] must: Int! echo(representations: [ID], contextualArgument_1: Int): String }
    interface Media { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! }
    type Film implements Media { id: ID! }`,
  resolvers: {
    Query: {
      book: () => ({ id: '1' }),
      books: () => [{ id: '1' }, { id: '2' }, { id: '1' }],
      shelf: () => [[{ id: '1' }, null], null, [{ id: '2' }]],
      media: () => [
        { __typename: 'Film', id: '9' },
        { __typename: 'Book', id: '2' },
      ],
      must: () => null,
      echo: (_: unknown, { representations }: { representations: string[] }) => representations.join('+'),
    },
  },
};
const reviews: TestSubgraph = {
  sdl: 'type Book @key(fields: "id") { id: ID! stars: Int text: String! }',
  resolvers: {
    Book: {
      __resolveReference: (book: object) => book,
      stars: ({ id }: { id: string }) => {
        if (id === '1') return 5;
        throw new Error(`no stars for ${id}`);
      },
      text: ({ id }: { id: string }) => (id === '1' ? null : 'good'),
    },
  },
};
const graph = createTestGraph({ library, reviews });
const pathsOf = async (source: string): Promise<unknown[]> =>
  ((await graph.ask(source)).errors ?? []).map(({ path }) => path);

describe('an error of an entity stands at every place of the entity', () => {
  it.each([
    ['{ books { stars } }', [['books', 1, 'stars']]],
    ['{ b: books { s: stars } }', [['b', 1, 's']]],
    ['{ shelf { stars } }', [['shelf', 2, 0, 'stars']]],
    ['{ media { ... on Book { stars } } }', [['media', 1, 'stars']]],
    [
      '{ books { id: stars } media { ... on Book { stars } } }',
      [
        ['books', 1, 'id'],
        ['media', 1, 'stars'],
      ],
    ],
  ])('%s', async (source, paths) => {
    expect(await pathsOf(source)).toEqual(paths);
  });

  it('of several, too', async () => {
    const twice = createTestGraph({
      library: { ...library, resolvers: { Query: { books: () => [{ id: '2' }, { id: '2' }] } } },
      reviews,
    });
    const { errors } = await twice.ask('{ books { stars } }');
    expect(errors?.map(({ path }) => path)).toEqual([
      ['books', 0, 'stars'],
      ['books', 1, 'stars'],
    ]);
  });
});

describe('an error of a field that only another field needs', () => {
  const goods: TestSubgraph = {
    sdl: 'type Query { item: Item items: [Item] } type Item @key(fields: "id") { id: ID! weight: Int }',
    resolvers: {
      Query: { item: () => ({ id: '2' }), items: () => [{ id: '1' }, { id: '2' }] },
      Item: {
        weight: ({ id }: { id: string }) => {
          if (id === '1') return 5;
          throw new Error(`no weight of ${id}`);
        },
      },
    },
  };
  const freight: TestSubgraph = {
    sdl: `type Item @key(fields: "id") {
      id: ID! weight: Int @external cost: Int @requires(fields: "weight") price: Int! @requires(fields: "weight")
    }`,
    resolvers: {
      Item: {
        __resolveReference: (item: object) => item,
        cost: ({ weight }: { weight: number | null }) => weight,
        price: ({ weight }: { weight: number | null }) => weight ?? 0,
      },
    },
  };
  it.each([
    ['{ item { cost } }', { item: { cost: null } }, [['item']]],
    ['{ items { cost } }', { items: [{ cost: 5 }, { cost: null }] }, [['items', 1]]],
    // The other subgraph made something of the null.
    ['{ i: item { price } }', { i: { price: 0 } }, [['i']]],
    ['{ item { cost weight } }', { item: { cost: null, weight: null } }, [['item', 'weight']]],
    ['{ item { w: weight cost } }', { item: { w: null, cost: null } }, [['item'], ['item', 'w']]],
  ])('reaches the client at the object that has it: %s', async (source, data, paths) => {
    const answer = await createTestGraph({ goods, freight }).ask(source);
    expect(answer.data).toEqual(data);
    expect(answer.errors?.map(({ path }) => path).sort()).toEqual(paths);
    for (const { message } of answer.errors ?? []) expect(message).toBe('no weight of 2');
  });
});

describe('a null that a type forbids', () => {
  it('is an error where it stands, and makes null what holds it', async () => {
    const { data, errors } = await graph.ask('{ book { id text } books { text } must }');
    expect(data).toBeNull();
    expect(errors?.map(({ path }) => path)).toContainEqual(['must']);
  });

  it('of an entity goes up in its own list only', async () => {
    const { data, errors } = await graph.ask('{ book { text } shelf { text } }');
    expect(data).toEqual({ book: null, shelf: [[null, null], null, [{ text: 'good' }]] });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['book', 'text'],
      ['shelf', 0, 0, 'text'],
    ]);
  });
});

it.each([
  [
    'query ($representations: [ID]) { echo(representations: $representations) book { stars } }',
    { representations: ['a', 'b'] },
  ],
  [
    'query ($representations_0: ID!, $representations: ID) { echo(representations: [$representations_0, $representations]) book { stars } }',
    { representations: 'b', representations_0: 'a' },
  ],
  [
    'query ($contextualArgument_1: Int) { echo(representations: ["a", "b"], contextualArgument_1: $contextualArgument_1) book { stars } }',
    { contextualArgument_1: 1 },
  ],
])('a client’s variables have any names: %s', async (source, variables) => {
  expect(await graph.ask(source, variables)).toEqual({ data: { echo: 'a+b', book: { stars: 5 } } });
});

it('variables that do not fit are the client’s fault', async () => {
  const { data, errors } = await graph.ask('query ($a: Int) { echo(contextualArgument_1: $a) }', { a: 'one' });
  expect([data, errors?.map(({ extensions }) => extensions)]).toEqual([undefined, [{ code: 'BAD_USER_INPUT' }]]);
});

it('of an entity at many places stands at no more of them than anybody can do something with', async () => {
  const many = Array.from({ length: 2_000 }, () => ({ id: '2' }));
  const wide = createTestGraph({
    library: {
      sdl: 'type Query { books: [Book] } type Book @key(fields: "id") { id: ID! }',
      resolvers: { Query: { books: () => many } },
    },
    reviews,
  });
  expect((await wide.ask('{ books { stars } }')).errors).toHaveLength(1_000);
});

it('lists of two subgraphs that do not go together are no whole answer', async () => {
  const value = (field: string, list: readonly object[]): TestSubgraph => ({
    sdl: `type Book @key(fields: "id") { id: ID! parts: [Part] @shareable } type Part { ${field}: Int }`,
    resolvers: { Book: { __resolveReference: (book: object) => ({ ...book, parts: list }) } },
  });
  const parted = createTestGraph({
    library: {
      sdl: 'type Query { book: Book } type Book @key(fields: "id") { id: ID! }',
      resolvers: { Query: { book: () => ({ id: '1' }) } },
    },
    one: value('x', [{ x: 1 }, { x: 2 }]),
    two: value('y', [{ y: 1 }]),
  });
  expect((await parted.ask('{ book { parts { x y } } }')).errors).toMatchObject([
    { path: ['book'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
  ]);
});

describe('an answer of a subgraph that is not what was asked for', () => {
  const supergraphSdl = compose({ library, reviews });
  const answering = (answers: Record<string, unknown>) =>
    createTestGraph(
      { library, reviews },
      {
        supergraphSdl,
        subgraphs: {
          ask: async (service) => ({ ok: true, result: { data: structuredClone(answers[service]) } }) as SubgraphAnswer,
        },
      },
    );
  const book = { __typename: 'Book', id: '1' };

  it.each<[string, Record<string, unknown>, string, unknown, unknown[]]>([
    ['a text for an object', { library: { book: 'x' } }, '{ book { id } }', { book: null }, [['book']]],
    ['an object for a list', { library: { books: {} } }, '{ books { id } }', { books: null }, [['books']]],
    ['an object for a text', { library: { echo: {} } }, '{ echo }', { echo: null }, [['echo']]],
    [
      'a fraction for an Int',
      { library: { book }, reviews: { _entities: [{ stars: 1.5 }] } },
      '{ book { stars } }',
      { book: { stars: null } },
      [['book', 'stars']],
    ],
    [
      'a type that the list has not',
      { library: { media: [{ __typename: 'Query' }] } },
      '{ media { id } }',
      { media: [null] },
      [['media', 0]],
    ],
    [
      'a type that is no text',
      { library: { media: [{ __typename: ['Book'] }] } },
      '{ media { id } }',
      { media: [null] },
      [['media', 0]],
    ],
    ['no data', { library: null }, '{ book { id } }', { book: null }, [['book']]],
    [
      'a prototype',
      { library: JSON.parse('{"book":{"__proto__":{"id":"1"}},"__proto__":{"echo":"x"}}') },
      '{ book { __typename } echo }',
      { book: { __typename: 'Book' }, echo: null },
      [],
    ],
    [
      'entities that are no list',
      { library: { book }, reviews: { _entities: 'x' } },
      '{ book { stars } }',
      { book: { stars: null } },
      [['book']],
    ],
    [
      'too few entities',
      { library: { books: [book] }, reviews: { _entities: [] } },
      '{ books { stars } }',
      { books: [{ stars: null }] },
      [['books']],
    ],
    [
      'more than was asked for',
      { library: { book: { ...book, x: [{}], constructor: 1 } }, reviews: { _entities: [{ stars: 5, y: {} }] } },
      '{ book { stars } }',
      { book: { stars: 5 } },
      [],
    ],
  ])('%s', async (_, answers, source, data, paths) => {
    const result = await answering(answers).ask(source);
    expect(result.data).toEqual(data);
    expect((result.errors ?? []).map(({ path }) => path)).toEqual(paths);
    expect(({} as { echo?: unknown }).echo).toBeUndefined();
  });
});
