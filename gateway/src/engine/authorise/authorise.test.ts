import { executeSync, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { loadSupergraph } from '../supergraph/load-supergraph.ts';
import { compose, createTestGraph, type TestSubgraph } from '../testing/test-graph.ts';

const shop: TestSubgraph = {
  sdl: `
    type Query {
      open: String secret: String @authenticated sure: String! @authenticated
      me: Person people: [Person!] users: [User] all: [Any!]! vault: Vault vaults: [[Vault]] find(code: Code): Int level: Level
    }
    type Mutation { first: Int second: Int @authenticated third: Int! @authenticated fourth: Int safe: Vault }
    type Person @key(fields: "id") { id: ID! name: String salary: Int @requiresScopes(scopes: [["hr"]]) code: Code boss: Person
      pin: Int! @authenticated }
    type Vault @authenticated { gold: Int }
    scalar Code @authenticated
    enum Level @policy(policies: [["levels"]]) { HIGH }
    interface User { id: ID! name: String friends: [User] }
    type Admin implements User @authenticated { id: ID! name: String friends: [User] rights: String }
    type Member implements User { id: ID! name: String friends: [User] mail: String @requiresScopes(scopes: [["hr"]]) }
    type Guest implements User { id: ID! name: String @requiresScopes(scopes: [["hr"]]) friends: [User] }
    union Any = Admin | Member | Person`,
  resolvers: {
    Query: {
      open: () => 'o',
      secret: () => 's',
      sure: () => 's',
      me: () => ann,
      people: () => [ann, ann],
      users: () => users,
      all: () => [{ __typename: 'Person', ...ann }, users[1]],
      vault: () => ({ gold: 1 }),
      vaults: () => [[{ gold: 1 }]],
      find: () => 5,
      level: () => 'HIGH',
    },
    Mutation: { first: () => 1, second: () => 2, third: () => 3, fourth: () => 4, safe: () => ({ gold: 1 }) },
  },
};
const ann = { id: '1', name: 'Ann', salary: 9, code: 'c', pin: 7, boss: { id: '2', name: 'Bo', salary: 10 } };
const users = [
  { __typename: 'Admin', id: '1', name: 'A', rights: 'all', friends: [{ __typename: 'Member', id: '2' }] },
  { __typename: 'Member', id: '2', name: 'M', mail: 'm@', friends: [{ __typename: 'Admin', id: '1' }] },
  { __typename: 'Guest', id: '3', name: 'G', friends: null },
];
const pay: TestSubgraph = {
  sdl: 'type Person @key(fields: "id") { id: ID! bonus: Int @authenticated years: Int }',
  resolvers: { Person: { bonus: () => 100, years: () => 3 } },
};

/** Callers are named by what they have, with commas between: scopes; or nobody. */
const graphOf = (subgraphs = { shop, pay }) =>
  createTestGraph(subgraphs, {
    grantsOf: (caller) => ({ isAuthenticated: caller !== 'nobody', scopes: new Set(caller.split(',')) }),
    policies: (names, caller) => new Set(names.filter((name) => caller.split(',').includes(name))),
  });

const unauthorised = (...path: (string | number)[]) => ({
  message: 'Unauthorized field or type',
  path,
  extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
});

/** What nobody in particular gets, and what the subgraphs were asked for that. */
async function asNobody(source: string, variables = {}) {
  const graph = graphOf();
  const { data, errors = [] } = await graph.ask(source, variables, 'nobody');
  return { data, errors, asked: graph.calls.map(({ query }) => query) };
}

describe('a field that the caller may not read', () => {
  it('is null, told of, and asked of nobody; the others are there', async () => {
    expect(await asNobody('{ open secret me { name s: salary years bonus } }')).toEqual({
      data: { open: 'o', secret: null, me: { name: 'Ann', s: null, years: 3, bonus: null } },
      errors: [unauthorised('secret'), unauthorised('me', 's'), unauthorised('me', 'bonus')],
      asked: ['{open me{__typename id name}}', expect.not.stringMatching(/bonus|salary/)],
    });
  });

  it('needs nobody to be asked where nothing is left', async () => {
    expect(await asNobody('{ secret vault { gold } }')).toEqual({
      data: { secret: null, vault: null },
      errors: [unauthorised('secret'), unauthorised('vault')],
      asked: [],
    });
  });

  it('makes null what may not be null without it', async () => {
    expect(await asNobody('{ open sure }')).toMatchObject({ data: null, errors: [unauthorised('sure')] });
    expect(await asNobody('{ me { name pin } people { name } }')).toMatchObject({
      data: { me: null, people: [{ name: 'Ann' }, { name: 'Ann' }] },
      errors: [unauthorised('me', 'pin')],
    });
    const list = await asNobody('{ people { pin } }');
    expect(list).toMatchObject({
      data: { people: null },
      errors: [{ path: ['people', 0, 'pin'] }, { path: ['people', 1, 'pin'] }],
    });
  });

  it('is there for who may', async () => {
    const graph = graphOf();
    expect(await graph.ask('{ secret sure me { salary bonus pin } vault { gold } }', {}, 'hr')).toEqual({
      data: { secret: 's', sure: 's', me: { salary: 9, bonus: 100, pin: 7 }, vault: { gold: 1 } },
    });
    expect(await graph.ask('{ me { salary pin } }', {}, 'other')).toMatchObject({
      data: { me: { salary: null, pin: 7 } },
    });
  });

  it('may be one that returns a type with a rule, in lists, as a scalar or as an enum', async () => {
    expect(await asNobody('{ vaults { gold } me { code } level }')).toMatchObject({
      data: { vaults: null, me: { code: null }, level: null },
    });
    expect(await graphOf().ask('{ level }', {}, 'levels')).toEqual({ data: { level: 'HIGH' } });
  });

  it('is not one that takes a value of such a type: what a client sends it knows already', async () => {
    expect(await asNobody('query ($c: Code) { find(code: $c) }', { c: 'x' })).toMatchObject({
      data: { find: 5 },
      errors: [],
    });
  });
});

describe('no way around it leads', () => {
  it.each([
    '{ a: secret }',
    '{ ...F } fragment F on Query { secret }',
    '{ ... on Query { ... { secret } } }',
    'query ($y: Boolean!) { secret @include(if: $y) }',
    'query ($n: Boolean = false) { ... @skip(if: $n) { secret } }',
    '{ open: secret }',
    '{ __typename: secret }',
    '{ _0: secret open }',
    '{ me { boss { boss: salary } } }',
    '{ me { id: salary } }',
    '{ me { ...F } } fragment F on Person { boss { ...G } } fragment G on Person { years: bonus }',
  ])('%s', async (source) => {
    const { data, errors, asked } = await asNobody(source, { y: true });
    expect(JSON.stringify(data)).not.toMatch(/"s"|9|10/);
    expect(errors).toHaveLength(1);
    expect(asked.join()).not.toMatch(/secret|salary|bonus/);
  });

  it('and what is left out by a condition needs no right', async () => {
    const { data, errors } = await asNobody(
      'query ($n: Boolean!) { open secret @include(if: $n) me @skip(if: true) { pin } }',
      { n: false },
    );
    expect({ data, errors }).toEqual({ data: { open: 'o' }, errors: [] });
  });

  it('the fields with which subgraphs are put together are no fields of the graph', async () => {
    const source = '{ _entities(representations: [{ __typename: "Person", id: "1" }]) { ... on Person { bonus } } }';
    expect(await asNobody(source)).toMatchObject({
      data: undefined,
      errors: [{ message: expect.stringContaining('_entities') }],
    });
    expect((await asNobody('{ _service { sdl } }')).errors).toHaveLength(1);
  });
});

describe('objects of several types', () => {
  it('keep what may be read of each', async () => {
    const { data, errors, asked } = await asNobody('{ users { id name } }');
    expect(data).toEqual({ users: [null, { id: '2', name: 'M' }, { id: '3', name: null }] });
    expect(errors).toEqual([
      unauthorised('users', 0, 'id'),
      unauthorised('users', 0, 'name'),
      unauthorised('users', 2, 'name'),
    ]);
    expect(asked).toEqual(['{users{__typename ...on Guest{id}...on Member{id name}}}']);
  });

  it('are all there for who may read all of them, asked for together', async () => {
    const graph = graphOf();
    const { data } = await graph.ask('{ users { id name } }', {}, 'hr');
    expect(data).toEqual({ users: users.map(({ id, name }) => ({ id, name })) });
    expect(graph.calls.map(({ query }) => query)).toEqual(['{users{__typename id name}}']);
  });

  it.each([
    '{ users { ... on Admin { rights } ... on Member { mail } } }',
    '{ users { ... on User { ... on Admin { r: rights } ...M } } } fragment M on Member { m: mail }',
    '{ all { ... on User { ... on Admin { rights } } ... on Member { mail } ... on Person { salary } } }',
    '{ users { ... { ... on User { friends { ... on Admin { rights id name } } } } } }',
    '{ users { friends { id: name ... on Admin { name: rights } } } }',
  ])('give nothing more to fragments: %s', async (source) => {
    const { data, asked } = await asNobody(source);
    expect(JSON.stringify(data)).not.toMatch(/:"all"|m@|"A"|9/);
    expect(asked.join()).not.toMatch(/rights|mail|salary|Admin/);
  });

  it('do not tell the name of a type that the caller may not know of', async () => {
    const { data, errors } = await asNobody('{ users { __typename } }');
    expect(data).toEqual({ users: [null, { __typename: 'Member' }, { __typename: 'Guest' }] });
    expect(errors).toEqual([unauthorised('users', 0, '__typename')]);
    expect((await asNobody('{ all { t: __typename } }')).data).toEqual({ all: [{ t: 'Person' }, { t: 'Member' }] });
  });

  it('need no right where nothing is asked of those that need one', async () => {
    expect(await asNobody('{ users { ... on Member { id } } }')).toMatchObject({
      data: { users: [{}, { id: '2' }, {}] },
      errors: [],
    });
  });

  it('are refused where too much would have to be asked of each by name', async () => {
    const nested = (depth: number): string => (depth === 0 ? 'name' : `friends { name ${nested(depth - 1)} }`);
    const { data, errors } = await asNobody(`{ users { ${nested(11)} } }`);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_LARGE' } }]);
  });
});

it('an object that one subgraph knows as an interface only has the rules of its type', async () => {
  const things: TestSubgraph = {
    sdl: `
      type Query { things: [Thing] }
      interface Thing @key(fields: "id") { id: ID! }
      type A implements Thing @key(fields: "id") { id: ID! own: Int }
      type B implements Thing @key(fields: "id") @authenticated { id: ID! }`,
    resolvers: {
      Query: {
        things: () => [
          { __typename: 'A', id: '1' },
          { __typename: 'B', id: '2' },
        ],
      },
      Thing: { __resolveReference: ({ id }: { id: string }) => ({ __typename: id === '1' ? 'A' : 'B', id }) },
      A: { own: () => 1 },
    },
  };
  const marks: TestSubgraph = {
    sdl: 'type Query { best: Thing } type Thing @interfaceObject @key(fields: "id") { id: ID! mark: Int hidden: Int @authenticated }',
    resolvers: { Query: { best: () => ({ id: '2' }) }, Thing: { mark: () => 5, hidden: () => 6 } },
  };
  const graph = graphOf({ shop: things, pay: marks });
  const ask = async (source: string, caller = 'nobody') => (await graph.ask(source, {}, caller)).data;
  expect(await ask('{ things { id mark hidden } }')).toEqual({ things: [{ id: '1', mark: 5, hidden: null }, null] });
  expect(await ask('{ best { mark } }')).toEqual({ best: { mark: null } });
  expect(await ask('{ best { ... on A { mark } ... on B { hidden } } }')).toEqual({ best: { hidden: null } });
  expect(await ask('{ best { mark hidden } }', 'ann')).toEqual({ best: { mark: 5, hidden: 6 } });
});

describe('a mutation', () => {
  it('runs what the caller may, in order, and nothing else', async () => {
    const graph = graphOf();
    const { data, errors } = await graph.ask('mutation { first second fourth safe { gold } }', {}, 'nobody');
    expect(data).toEqual({ first: 1, second: null, fourth: 4, safe: null });
    expect(errors).toMatchObject([{ path: ['second'] }, { path: ['safe'] }]);
    expect(graph.calls.map(({ query }) => query)).toEqual(['mutation{first fourth}']);
  });

  it('ends at a field that may not be null', async () => {
    const graph = graphOf();
    const { data, errors } = await graph.ask('mutation { first ... { third } fourth again: first }', {}, 'nobody');
    expect(data).toBeNull();
    expect(errors).toEqual([unauthorised('third')]);
    expect(graph.calls.map(({ query }) => query)).toEqual(['mutation{first}']);
  });
});

it('what the schema tells of itself is for everybody', async () => {
  const { apiSchema } = loadSupergraph(compose({ shop, pay }));
  const { data } = executeSync({ schema: apiSchema, document: parse(getIntrospectionQuery()) });
  expect(await asNobody(getIntrospectionQuery())).toMatchObject({ data, errors: [], asked: [] });
  expect(await asNobody('{ __type(name: "Vault") { name } __schema { queryType { name } } secret }')).toMatchObject({
    data: { __type: { name: 'Vault' }, __schema: { queryType: { name: 'Query' } }, secret: null },
  });
});
