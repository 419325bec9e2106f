import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import { executeSync, getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { SubgraphAnswer } from '../transport/subgraph-transport.ts';
import { loadSupergraph } from './supergraph/load-supergraph.ts';
import { people, posts } from './testing/people-and-posts.ts';
import { type Call, compose, createTestGraph, type TestSubgraph } from './testing/test-graph.ts';

const queriesOf = (calls: readonly Call[]): string[] => calls.map(({ service, query }) => `${service} ${query}`);

/** A value that comes once it is released. */
function held<T>(what: T) {
  let release = (): void => {};
  const value = new Promise<T>((resolve) => {
    release = () => resolve(what);
  });
  return { value, release };
}

describe('requests to subgraphs', () => {
  it('name each entity once', async () => {
    const graph = createTestGraph({ people, posts });
    const { data } = await graph.ask('{ people { posts { likes author { name } } } }');
    expect(data).toMatchObject({ people: [{ posts: [{ likes: 0 }] }, {}, {}] });
    expect(
      graph.calls.map(({ variables }) => (variables as { representations?: unknown[] }).representations?.length),
    ).toEqual([undefined, 2, 2]);
  });

  it('that begin together and go to one subgraph are one', async () => {
    const graph = createTestGraph({ people, posts });
    const { data } = await graph.ask('query ($u: String) { me { age(unit: $u) } people { posts { id } } }', { u: 'y' });
    expect(data).toMatchObject({
      me: { age: '41' },
      people: [{ posts: [{ id: 'p1' }] }, { posts: [{ id: 'p2' }] }, {}],
    });
    expect(queriesOf(graph.calls)).toEqual([
      'people {me{__typename id}people{__typename id}}',
      expect.stringMatching(/^posts query\(\$representations_0:.*\{_0:_entities.*_1:_entities/),
    ]);
  });

  it('go out while a slow subgraph has not answered that they do not need', async () => {
    const book = 'type Book @key(fields: "id") { id: ID!';
    const shelf = {
      sdl: `type Query { books: [Book] } ${book} }`,
      resolvers: { Query: { books: () => [{ id: '1' }] } },
    };
    const [weight, stock] = [held(7), held(true)];
    const weights = { sdl: `${book} weight: Int }`, resolvers: { Book: { weight: () => weight.value } } };
    const inStock = () => {
      stock.release();
      return stock.value;
    };
    const post = {
      sdl: `${book} weight: Int @external inStock: Boolean postage: Int @requires(fields: "weight") }`,
      resolvers: { Book: { inStock, postage: (parent: { weight: number }) => parent.weight * 2 } },
    };
    const graph = createTestGraph({ shelf, weights, post });
    const answer = graph.ask('{ books { inStock postage } }');
    await stock.value;
    weight.release();
    expect(await answer).toEqual({ data: { books: [{ inStock: true, postage: 14 }] } });
    expect(graph.calls.map(({ service }) => service).sort()).toEqual(['post', 'post', 'shelf', 'weights']);
  });

  it('are sent once for callers with the same identity, and apart for others', async () => {
    const graph = createTestGraph({ people, posts }, { identityOf: (caller) => caller });
    const ask = (caller: string) => graph.ask('{ latest { likes author { name } } }', {}, caller);
    const answers = await Promise.all([ask('ann'), ask('ann'), ask('bob')]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(graph.calls.map(({ service, caller }) => `${service} for ${caller}`).sort()).toEqual([
      'people for ann',
      'people for bob',
      'posts for ann',
      'posts for bob',
    ]);
  });

  it('of mutations are never shared', async () => {
    const graph = createTestGraph({ people, posts }, { identityOf: () => 'all', shareIdenticalRequests: true });
    await Promise.all([1, 2].map(() => graph.ask('mutation { rename { name age } }')));
    expect(graph.calls.map(({ service }) => service).sort()).toEqual(['people', 'people', 'posts', 'posts']);
  });
});

it('whole queries that are identical and under way are answered once, where that is wanted', async () => {
  const graph = createTestGraph({ people, posts }, { identityOf: (caller) => caller, shareIdenticalRequests: true });
  const ask = (caller: string, id: string) =>
    graph.ask('query ($u: String) { me { age(unit: $u) } }', { u: id }, caller);
  await Promise.all([ask('ann', 'y'), ask('ann', 'y'), ask('ann', 'm'), ask('bob', 'y')]);
  expect(graph.calls.filter(({ service }) => service === 'posts')).toHaveLength(3);
});

describe('a whole query that several wait for', () => {
  const late: SubgraphAnswer = { ok: false, reason: 'late', cause: undefined };
  const found: SubgraphAnswer = { ok: true, result: { data: { wait: 1 } } };

  /** The answers come as they are given, to the calls in their order. */
  function waitingFor() {
    const calls: { signal: AbortSignalLike | undefined; give: (answer: SubgraphAnswer) => void }[] = [];
    const ask = (_service: string, _operation: unknown, _caller: string, signal?: AbortSignalLike) =>
      new Promise<SubgraphAnswer>((give) => calls.push({ signal, give }));
    const graph = createTestGraph(
      { people, posts },
      { subgraphs: { ask }, identityOf: (caller) => caller, shareIdenticalRequests: true },
    );
    const send = (signal: AbortSignal) =>
      graph.engine.execute({ source: '{ wait }', context: { caller: 'ann', signal } });
    return { calls, send };
  }

  it('goes on until the last of them has gone', async () => {
    const { calls, send } = waitingFor();
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [send(first.signal), send(second.signal)];
    await expect.poll(() => calls.length).toBe(1);
    first.abort();
    expect(calls[0]?.signal?.aborted).toBe(false);
    second.abort();
    expect(calls[0]?.signal?.aborted).toBe(true);
    const third = send(new AbortController().signal);
    await expect.poll(() => calls.length).toBe(2);
    for (const { give } of calls) give(found);
    expect(await Promise.all([...answers, third])).toEqual([1, 2, 3].map(() => ({ data: { wait: 1 } })));
  });

  it('is asked again when time was up for the first of them only', async () => {
    const { calls, send } = waitingFor();
    const answers = [1, 2].map(() => send(new AbortController().signal));
    await expect.poll(() => calls.length).toBe(1);
    calls[0]?.give(late);
    await expect.poll(() => calls.length).toBe(2);
    calls[1]?.give(found);
    expect(await Promise.all(answers)).toMatchObject([{ data: { wait: null } }, { data: { wait: 1 } }]);
  });
});

it('the schema tells of itself, alone and beside data', async () => {
  const graph = createTestGraph({ people, posts });
  const { apiSchema } = loadSupergraph(compose({ people, posts }));
  expect(await graph.ask(getIntrospectionQuery())).toEqual({
    data: executeSync({ schema: apiSchema, document: parse(getIntrospectionQuery()) }).data,
  });
  const mixed =
    'query ($t: String!) { a: __type(name: $t) { name fields { name } } me { __typename name } __typename s: __schema { queryType { name } } }';
  expect(await graph.ask(mixed, { t: 'Post' })).toEqual({
    data: {
      a: { name: 'Post', fields: [{ name: 'id' }, { name: 'author' }, { name: 'likes' }] },
      me: { __typename: 'Person', name: 'Ann' },
      __typename: 'Query',
      s: { queryType: { name: 'Query' } },
    },
  });
});

it('a field moves from one subgraph to another as its label says', async () => {
  const from: TestSubgraph = { sdl: 'type Query { a: String }', resolvers: { Query: { a: () => 'old' } } };
  const to: TestSubgraph = {
    sdl: 'type Query { a: String @override(from: "from", label: "new") }',
    resolvers: { Query: { a: () => 'new' } },
  };
  const overrideLabels = (labels: readonly string[], { caller }: { caller: string }) =>
    labels.filter((label) => label === caller);
  const graph = createTestGraph({ from, to }, { overrideLabels });
  expect(await graph.ask('{ a }', {}, 'new')).toEqual({ data: { a: 'new' } });
  expect(await graph.ask('{ a }', {}, 'old')).toEqual({ data: { a: 'old' } });
});

it('labels are asked about where a field that they move is named', async () => {
  const from: TestSubgraph = { sdl: 'type Query { a: String b: String c: String }' };
  const to: TestSubgraph = {
    sdl: `type Query {
      a: String @override(from: "from", label: "of-a")
      b: String @override(from: "from", label: "of-b")
    }`,
  };
  const asked: string[] = [];
  const overrideLabels = (labels: readonly string[]) => {
    asked.push([...labels].sort().join());
    return [];
  };
  const graph = createTestGraph({ from, to }, { overrideLabels });
  for (const source of ['{ a }', '{ x: b a }', '{ c }']) await graph.ask(source);
  expect(asked).toEqual(['of-a', 'of-a,of-b']);
});

describe('@fromContext', () => {
  it('gives each object the value around it', async () => {
    const teams: TestSubgraph = {
      sdl: `
        type Query { teams: [Team!]! }
        type Team @key(fields: "id") @context(name: "team") { id: ID! unit: String! member: Member! }
        type Member @key(fields: "id") { id: ID! pay(unit: String @fromContext(field: "$team { unit }")): String }`,
      resolvers: {
        Query: {
          teams: () => ['EUR', 'USD', 'EUR'].map((unit, index) => ({ id: `${index}`, unit, member: { id: 'm' } })),
        },
        Member: {
          __resolveReference: (member: object) => member,
          pay: ({ id }: { id: string }, { unit }: { unit: string }) => `${id} in ${unit}`,
        },
      },
    };
    const graph = createTestGraph({ teams });
    expect(await graph.ask('{ teams { unit: id member { pay } } }')).toEqual({
      data: {
        teams: [
          { unit: '0', member: { pay: 'm in EUR' } },
          { unit: '1', member: { pay: 'm in USD' } },
          { unit: '2', member: { pay: 'm in EUR' } },
        ],
      },
    });
    expect(graph.calls).toHaveLength(3);
  });
});
