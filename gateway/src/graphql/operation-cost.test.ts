import { type FragmentDefinitionNode, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readCostSchema } from './cost-schema.ts';
import { compileCost } from './operation-cost.ts';

const schema = readCostSchema(/* GraphQL */ `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(
    assumedSize: Int
    slicingArguments: [String!]
    sizedFields: [String!]
    requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION
  interface Node {
    id: ID!
  }
  type User implements Node {
    id: ID!
    names: [String!]!
    friends: [User!]! @listSize(assumedSize: 5)
    unknown: [User]
    followers(first: Int! = 20, after: String): Users
      @listSize(assumedSize: 100, slicingArguments: ["first"], sizedFields: ["nodes", "edges"])
    latest(first: Int, last: Int): [User!]
      @listSize(assumedSize: 60, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    exactly(first: Int, last: Int): [User!] @listSize(slicingArguments: ["first", "last"])
    search(input: Search = { page: { size: 7 } }, of: Int): [User!]
      @listSize(slicingArguments: ["input.page.size"], assumedSize: 1000, requireOneSlicingArgument: false)
  }
  input Search {
    page: Page
    text: String
  }
  input Page {
    size: Int = 12
  }
  type Post implements Node {
    id: ID!
    author: User
    likes: [User!] @listSize(assumedSize: 50)
  }
  type Users {
    nodes: [User!]!
    edges: [Edge!]!
    total: Int
  }
  type Edge {
    cursor: String
    node: User
  }
  scalar Picture @cost(weight: 3)
  enum Mood @cost(weight: 2) {
    GOOD
  }
  type Dear @cost(weight: 7) {
    picture: Picture
    pictures: [Picture] @listSize(assumedSize: 4)
    mood: Mood
    slow: Int @cost(weight: 11)
    cheap: User @cost(weight: 0)
    sum(of: [Int!] @cost(weight: 5), scale: Int @cost(weight: 2), filter: Filter): Int
    needy: Int @join__field(graph: A, requires: "cheap { friends { id } }") @join__field(graph: B)
    dears: [Dear] @listSize(assumedSize: 2)
  }
  input Filter {
    mood: Mood
    nested: [Filter!]
    dear: Int @cost(weight: 4)
  }
  type Query {
    user: User
    node: Node
    nodes: [Node!]! @listSize(assumedSize: 2)
    dear: Dear
  }
  type Mutation {
    rename: User
    touch: Int
  }
`);
const rules = { assumedListSize: 10, assumedSizeIsLimit: false };

function compile(query: string, options: Partial<typeof rules> = {}) {
  const { definitions } = parse(query);
  const fragments = definitions.filter(
    (each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION,
  );
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('no operation');
  const named = new Map(fragments.map((each) => [each.name.value, each]));
  return compileCost({ schema, operation, fragments: named, rules: { ...rules, ...options } });
}
const cost = (query: string, variables: Record<string, unknown> = {}): number => compile(query)(variables).cost;

describe('an operation', () => {
  it('costs each object, and has each value', () => {
    expect(compile('{ user { id } }')({})).toEqual({ cost: 1, inputs: 0, values: 2 });
    expect(compile('{ __typename user { __typename names } }')({})).toEqual({ cost: 1, inputs: 0, values: 13 });
  });

  it.each([
    ['a known bound', '{ user { friends { id } } }', 1 + 5],
    ['lists in lists', '{ user { friends { friends { friends { id } } } } }', 1 + 5 + 25 + 125],
    ['no known bound', '{ user { unknown { id } } }', 1 + 10],
    ['a page as large as usual', '{ user { followers { nodes { id } } } }', 2 + 20],
    ['a page of some size', '{ user { followers(first: 100) { nodes { id } edges { node { id } } total } } }', 2 + 300],
    ['the larger of two arguments', '{ user { latest(first: 3, last: 40) { id } } }', 1 + 40],
    ['neither of two arguments', '{ user { latest { id } } }', 1 + 60],
    ['null for an argument', '{ user { latest(first: null) { id } } }', 1 + 60],
    ['more than is assumed', '{ user { followers(first: 100000) { nodes { id } } } }', 2 + 100_000],
    ['an argument in an object', '{ user { search(input: {page: {size: 30}}) { id } } }', 1 + 2 + 30],
    ['an object with a default', '{ user { search(input: {page: {}}) { id } } }', 1 + 2 + 12],
    ['an object that is left out', '{ user { search { id } } }', 1 + 7],
    ['an object without the argument', '{ user { search(input: {}) { id } } }', 1 + 1 + 1000],
    ['null for an object', '{ user { search(input: null) { id } } }', 1 + 1000],
  ])('costs as much as its lists can hold: %s', (_, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  it('costs no more than is assumed where that is the limit', () => {
    const estimate = compile('{ user { followers(first: 100000) { nodes { id } } } }', { assumedSizeIsLimit: true });
    expect(estimate({}).cost).toBe(2 + 100);
  });

  it('with variables costs what they say, or else their defaults', () => {
    const query = 'query ($first: Int! = 30) { user { followers(first: $first) { nodes { id } } } }';
    expect([cost(query, { first: 50 }), cost(query)]).toEqual([52, 32]);
    const bare = 'query ($first: Int) { user { latest(first: $first) { id } } }';
    expect([cost(bare, { first: 50 }), cost(bare), cost(bare, { first: null })]).toEqual([51, 61, 61]);
    const inside = 'query ($size: Int) { user { search(input: {page: {size: $size}}) { id } } }';
    expect([cost(inside, { size: 3 }), cost(inside)]).toEqual([1 + 2 + 3, 1 + 2 + 12]);
    const whole = 'query ($input: Search) { user { search(input: $input) { id } } }';
    expect([{ page: { size: 4 } }, { page: {} }, {}, null].map((input) => cost(whole, { input }))).toEqual([
      1 + 2 + 4,
      1 + 2 + 12,
      1 + 1 + 1000,
      1 + 1000,
    ]);
  });

  it.each([-1, 1.5, '100', 3e9, Number.NaN, {}, []])('leaves a page of %j to those who refuse it', (first) => {
    expect(cost('query ($first: Int!) { user { followers(first: $first) { nodes { id } } } }', { first })).toBe(2);
  });

  it('has to give exactly one slicing argument where that is demanded', () => {
    const query = 'query ($last: Int) { user { exactly(first: 3, last: $last) { id } } }';
    expect(cost(query)).toBe(4);
    expect(() => cost(query, { last: 5 })).toThrow(
      'Exactly one of the arguments that say how many items User.exactly gives is needed: first, last.',
    );
    expect(() => cost('{ user { exactly { id } } }')).toThrow('Exactly one');
    expect(() => cost('{ user { exactly(first: 1, last: 2) { id } } }')).toThrow('Exactly one');
    expect(cost('{ user { exactly(last: null, first: 2) { id } } }')).toBe(3);
  });

  it('costs its fragments wherever they are spread, by the page that they are in', () => {
    const query = `{ user { small: followers(first: 1) { ...users } large: followers(first: 50) { ...users } } }
      fragment users on Users { nodes { ...user } } fragment user on User { friends { id } }`;
    expect(cost(query)).toBe(1 + 1 + 6 + 1 + 50 * 6);
  });

  it('costs each alias', () => {
    expect(cost('{ user { a: friends { id } b: friends { id } } }')).toBe(11);
  });

  it('costs the dearest of the types that an object may have, not all of them', () => {
    expect(cost('{ node { ... on User { friends { id } } ... on Post { likes { id } author { id } } } }')).toBe(52);
    expect(cost('{ nodes { ... on Node { ... on User { friends { id } } } } }')).toBe(12);
    const query = `query ($first: Int!) { node { ... on User { latest(first: $first) { id } } ... on Post { likes { id } } } }`;
    expect([cost(query, { first: 3 }), cost(query, { first: 80 })]).toEqual([51, 81]);
  });

  it('costs what is asked for, by its conditions', () => {
    expect(cost('{ user @skip(if: true) { id } node @include(if: true) { id } }')).toBe(1);
    const query = `query ($with: Boolean = true, $without: Boolean!) {
      user { friends @include(if: $with) @skip(if: $without) { id } ... @include(if: $with) { unknown { id } } } }`;
    const costs = [{ without: false }, { without: true }, { with: false, without: false }, {}].map((variables) =>
      cost(query, variables),
    );
    expect(costs).toEqual([16, 11, 1, 16]);
  });

  it('costs 10 more when it is a mutation', () => {
    expect([cost('mutation { touch }'), cost('mutation { rename { friends { id } } }')]).toEqual([10, 10 + 6]);
  });
});

describe('weights', () => {
  it.each([
    ['of a type', '{ dear { __typename } }', 7],
    ['of a scalar', '{ dear { picture } }', 7 + 3],
    ['of each item', '{ dear { pictures } }', 7 + 4 * 3],
    ['of an enum', '{ dear { mood } }', 7 + 2],
    ['of a field', '{ dear { slow } }', 7 + 11],
    ['of a field instead of its type', '{ dear { cheap { id friends { id } } } }', 7 + 0 + 5],
    ['of an argument', '{ dear { sum(scale: 3) } }', 7 + 2],
    ['of an argument and its items', '{ dear { sum(of: [1, 2]) } }', 7 + 5 + 10],
    ['of null', '{ dear { sum(of: null, scale: null) } }', 7],
    ['of input objects', '{ dear { sum(filter: {mood: GOOD, nested: [{dear: 1}, {}]}) } }', 7 + 1 + 2 + (1 + 4) + 1],
    ['of arguments in lists', '{ dear { dears { sum(scale: 1) } } }', 7 + 2 * (7 + 2)],
    ['of what is required', '{ dear { needy } }', 7 + 5],
  ])('count: %s', (_, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  it('count in variables', () => {
    const query = 'query ($of: [Int!], $filter: Filter = {}) { dear { sum(of: $of, filter: $filter) } }';
    const estimate = compile(query);
    const filter = { mood: 'GOOD', nested: [{ dear: 1 }, {}], unknown: 1 };
    expect(estimate({ of: [1, 2], filter })).toEqual({ cost: 7 + 15 + 9, inputs: 15 + 9, values: 2 });
    expect([estimate({}).cost, estimate({ filter: null }).cost, estimate({ filter: 'x', of: {} }).cost]).toEqual([
      8, 7, 12,
    ]);
  });
});

it.each([
  [50, 2 ** 51 - 1],
  [200, Number.MAX_SAFE_INTEGER],
])(
  'an operation is estimated in as many steps as it has places, %i deep, however its lists multiply',
  (depth, expected) => {
    const fragments = Array.from(
      { length: depth },
      (_, at) =>
        `fragment F${at} on User { a: latest(first: $n) { ...F${at + 1} } b: latest(first: $n) { ...F${at + 1} } }`,
    );
    const query = `query ($n: Int) { user { ...F0 } } ${fragments.join(' ')} fragment F${depth} on User { id }`;
    expect(compile(query)({ n: 1 }).cost).toBe(expected);
  },
);

it('lists of nothing cost nothing, however much one of it would', () => {
  const vast = `${'{ latest(first: 2147483647)'.repeat(36)} { id } ${'}'.repeat(36)}`;
  const query = (first: string) => `query ($n: Int) { user { latest(first: ${first}) ${vast} } }`;
  for (const estimate of [compile(query('0'))({}), compile(query('$n'))({ n: 0 })])
    expect(estimate).toEqual({ cost: 1, inputs: 0, values: 1 });
  const { MAX_SAFE_INTEGER: most } = Number;
  for (const estimate of [compile(query('1'))({}), compile(query('$n'))({ n: 1 })])
    expect(estimate).toEqual({ cost: most, inputs: 0, values: most });
});

it('reads a variable once, however many fields ask for it, and no further than what is allowed', () => {
  let visits = 0;
  const item = new Proxy({}, { getOwnPropertyDescriptor: () => void (visits += 1) });
  const uses = Array.from({ length: 100 }, (_, at) => `a${at}: sum(filter: { nested: $v })`).join(' ');
  const [operation] = parse(`query ($v: [Filter!]) { dear { ${uses} } }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  const costed = { schema, operation, fragments: new Map<string, FragmentDefinitionNode>() };
  const v = Array.from({ length: 1_000 }, () => item);
  const ofAll = compileCost({ ...costed, rules: { ...rules, maxCost: 5_000 } })({ v });
  expect([ofAll.inputs, visits]).toEqual([100 * (1 + 1_000), 3 * 1_000]);
  visits = 0;
  expect(compileCost({ ...costed, rules: { ...rules, maxCost: 10 } })({ v }).inputs).toBeGreaterThan(10);
  expect(visits).toBeLessThan(3 * 12);
});
