// What @apollo/gateway answers wrongly without a word.
import { describe, expect, it } from 'vitest';
import { compose, createTestGraph, type TestSubgraph } from './testing/test-graph.ts';

const prices: TestSubgraph = {
  sdl: `
    type Query { product: Product products: [Product!] node: Node }
    type Mutation { touch: Product }
    interface Node { id: ID! price(currency: String): String }
    type Product implements Node @key(fields: "id") @key(fields: "code { part }") {
      id: ID! code: Code name: String price(currency: String): String weight(unit: String): String
    }
    type Code { part: String }`,
  resolvers: {
    Query: {
      product: () => product('1'),
      products: () => [product('1'), product('2'), product('1')],
      node: () => product('2'),
    },
    Mutation: { touch: () => product('1') },
    Node: { __resolveType: () => 'Product' },
    Product: {
      __resolveReference: ({ id }: { id: string }) => product(id),
      price: ({ id }: { id: string }, { currency = 'none' }: { currency?: string }) => `${currency} ${id}`,
      weight: ({ id }: { id: string }, { unit = 'none' }: { unit?: string }) => `${unit} ${id}`,
    },
  },
};

const shipping: TestSubgraph = {
  sdl: `
    type Product @key(fields: "id") {
      id: ID!
      price(currency: String): String @external
      weight(unit: String): String @external
      customs: String @requires(fields: "price(currency: \\"USD\\")")
      duty: String @requires(fields: "price(currency: \\"EUR\\") weight(unit: \\"kg\\")")
      insurance: String @requires(fields: "price")
      received: String
    }`,
  resolvers: {
    Product: {
      __resolveReference: (representation: object) => representation,
      customs: ({ price }: { price: string }) => `customs of ${price}`,
      duty: ({ price, weight }: { price: string; weight: string }) => `duty of ${price}, ${weight}`,
      insurance: ({ price }: { price: string }) => `insurance of ${price}`,
      received: ({ id, code, price }: Record<string, unknown>) => JSON.stringify({ id, code, price }),
    },
  },
};

const product = (id: string) => ({ __typename: 'Product', id, name: `name ${id}`, code: { part: `part ${id}` } });
const graph = createTestGraph({ prices, shipping });
const dataOf = async (source: string): Promise<unknown> => {
  const { data, errors } = await graph.ask(source);
  expect(errors).toBeUndefined();
  return data;
};

describe('a client’s argument and one of a @requires', () => {
  it.each([
    ['{ product { price(currency: "GBP") customs } }', { product: { price: 'GBP 1', customs: 'customs of USD 1' } }],
    ['{ product { customs price(currency: "GBP") } }', { product: { customs: 'customs of USD 1', price: 'GBP 1' } }],
    [
      '{ product { price insurance customs } }',
      { product: { price: 'none 1', insurance: 'insurance of none 1', customs: 'customs of USD 1' } },
    ],
    [
      'mutation { touch { price(currency: "GBP") customs } }',
      { touch: { price: 'GBP 1', customs: 'customs of USD 1' } },
    ],
    [
      '{ node { price(currency: "GBP") ... on Product { customs } } }',
      { node: { price: 'GBP 2', customs: 'customs of USD 2' } },
    ],
  ])('%s', async (source, data) => {
    expect(await dataOf(source)).toEqual(data);
  });

  it('in a list', async () => {
    const wanted = (id: string) => ({ price: `GBP ${id}`, customs: `customs of USD ${id}` });
    expect(await dataOf('{ products { price(currency: "GBP") customs } }')).toEqual({
      products: [wanted('1'), wanted('2'), wanted('1')],
    });
  });
});

describe('fields that require one field with different arguments', () => {
  const wanted = (id: string) => ({
    customs: `customs of USD ${id}`,
    duty: `duty of EUR ${id}, kg ${id}`,
    insurance: `insurance of none ${id}`,
  });

  it('are computed from the values that they require', async () => {
    expect(await dataOf('{ product { customs duty insurance } }')).toEqual({ product: wanted('1') });
    expect(await dataOf('{ products { customs duty insurance } }')).toEqual({
      products: [wanted('1'), wanted('2'), wanted('1')],
    });
  });

  it('in a mutation, which runs once', async () => {
    graph.calls.length = 0;
    expect(await dataOf('mutation { touch { duty customs } }')).toMatchObject({
      touch: { customs: 'customs of USD 1' },
    });
    expect(graph.calls.filter(({ query }) => query.startsWith('mutation'))).toHaveLength(1);
  });

  it('are asked for in one request', async () => {
    graph.calls.length = 0;
    await dataOf('{ product { customs duty insurance } }');
    expect(graph.calls.map(({ service }) => service)).toEqual(['prices', 'shipping']);
  });
});

describe('an alias that is the name of a key or of a required field', () => {
  it.each([
    ['{ product { id: name received } }', { product: { id: 'name 1', received: '{"id":"1"}' } }],
    ['{ product { id: name ... on Product { received } } }', { product: { id: 'name 1', received: '{"id":"1"}' } }],
    ['{ product { price: name insurance } }', { product: { price: 'name 1', insurance: 'insurance of none 1' } }],
    ['{ product { code: name insurance } }', { product: { code: 'name 1', insurance: 'insurance of none 1' } }],
    [
      '{ node { id: price(currency: "X") ... on Product { received } } }',
      { node: { id: 'X 2', received: '{"id":"2"}' } },
    ],
    ['mutation { touch { id: name received } }', { touch: { id: 'name 1', received: '{"id":"1"}' } }],
    ['{ id: product { id: name received } }', { id: { id: 'name 1', received: '{"id":"1"}' } }],
  ])('%s', async (source, data) => {
    expect(await dataOf(source)).toEqual(data);
  });

  it('__typename, as the planner’s own', async () => {
    expect(await dataOf('{ product { __typename: name received } }')).toEqual({
      product: { __typename: 'name 1', received: '{"id":"1"}' },
    });
    expect(await dataOf('{ node { __typename: id ... on Product { customs type: __typename } } }')).toEqual({
      node: { __typename: '2', customs: 'customs of USD 2', type: 'Product' },
    });
  });

  it.each(['_0', 'constructor', 'toString', '__proto__', 'price__with_0', 'name__alias_0'])('%s', async (alias) => {
    const { data } = await graph.ask(`{ product { ${alias}: name customs } }`);
    expect(JSON.stringify(data)).toBe(`{"product":{"${alias}":"name 1","customs":"customs of USD 1"}}`);
  });
});

describe('a key that is not resolvable', () => {
  const named: TestSubgraph = {
    sdl: `type Query { users: [User!] }
      type User @key(fields: "email", resolvable: false) @key(fields: "id") { id: ID! email: String! name: String @external card: String @requires(fields: "name") }`,
    resolvers: {
      Query: { users: () => [{ id: '1', email: 'a@b' }] },
      User: {
        __resolveReference: ({ id, name }: { id?: string; name: string }) => ({ id, card: id && `${name}'s card` }),
      },
    },
  };
  const names: TestSubgraph = {
    sdl: 'type User @key(fields: "id") { id: ID! name: String }',
    resolvers: { User: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `user ${id}` }) } },
  };

  it('is not used, even where it comes first', async () => {
    const users = createTestGraph({ named, names });
    expect(await users.ask('{ users { card } }')).toEqual({ data: { users: [{ card: "user 1's card" }] } });
    const representations = users.calls.flatMap(
      ({ variables }) => (variables as { representations?: unknown[] }).representations ?? [],
    );
    expect(JSON.stringify(representations)).not.toContain('email');
  });
});

describe('a mutation', () => {
  const steps: string[] = [];
  const step = (name: string, result: unknown) => () => {
    steps.push(name);
    return result;
  };
  const a: TestSubgraph = {
    sdl: 'type Query { a: Int } type Mutation { first: Thing! third: Int fourth: Thing! } type Thing @key(fields: "id") { id: ID! }',
    resolvers: {
      Mutation: { first: step('first', { id: '1' }), third: step('third', 3), fourth: step('fourth', { id: 'none' }) },
    },
  };
  const b: TestSubgraph = {
    sdl: 'type Mutation { second: Int! broken: Int! } type Thing @key(fields: "id") { id: ID! name: String! }',
    resolvers: {
      Mutation: { second: step('second', 2), broken: step('broken', null) },
      Thing: {
        __resolveReference: ({ id }: { id: string }) => {
          steps.push(`thing ${id}`);
          return id === 'none' ? null : { id, name: `thing ${id}` };
        },
      },
    },
  };
  const mutations = createTestGraph({ a, b });

  it('runs its fields in order, each with all that is below it', async () => {
    steps.length = 0;
    const { data } = await mutations.ask('mutation { first { name } second third }');
    expect(data).toEqual({ first: { name: 'thing 1' }, second: 2, third: 3 });
    expect(steps).toEqual(['first', 'thing 1', 'second', 'third']);
  });

  it.each([
    ['mutation { broken third }', ['broken']],
    ['mutation { second ...F } fragment F on Mutation { broken third }', ['second', 'broken']],
    ['mutation { fourth { name } third }', ['fourth', 'thing none']],
    ['mutation { fourth { name } second }', ['fourth', 'thing none']],
  ])('%s ends with the field that makes it null', async (source, ran) => {
    steps.length = 0;
    const { data, errors } = await mutations.ask(source);
    expect([data, errors?.length]).toEqual([null, 1]);
    expect(steps).toEqual(ran);
  });
});

it('an operation that no subgraphs can answer is refused', async () => {
  const broken = createTestGraph({ prices, shipping }, { supergraphSdl: graphWithoutKeys() });
  for (const source of ['{ product { received } }', 'mutation { touch { received } }']) {
    const { data, errors } = await broken.ask(source);
    expect([data, errors?.length]).toEqual([undefined, 1]);
  }
  expect(await broken.ask('{ product { name } }')).toEqual({ data: { product: { name: 'name 1' } } });

  function graphWithoutKeys(): string {
    return compose({ prices, shipping }).replaceAll(/graph: SHIPPING, key: "id"/g, 'graph: SHIPPING');
  }
});
