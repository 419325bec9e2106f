import { silentLogger } from '@accounts-center/subgraph-kit';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import type { EngineOptions, SubscriptionRequest } from '../engine/engine-options.ts';
import * as peopleAndPosts from '../engine/testing/people-and-posts.ts';
import { compose, createTestGraph } from '../engine/testing/test-graph.ts';
import { createTestSources } from '../engine/testing/test-sources.ts';
import { createCostBudget } from '../rate-limits/cost-budget.ts';
import { openCounters } from '../rate-limits/open-counters.ts';
import type { NoAnswerReason } from '../transport/subgraph-transport.ts';
import { costMeasure } from './actual-cost.ts';
import { type DemandContext, type DemandControlOptions, demandControl, type ToldCost } from './demand-control.ts';
import { createDocumentStore } from './document-store.ts';

const people = {
  sdl: `type Query {
      all(first: Int! = 2): [Person!]! @federation__listSize(slicingArguments: ["first"])
      maybe: Thing
      things: [Thing!]! @federation__listSize(assumedSize: 20)
    }
    type Mutation { add(people: [New!]!): Int broken: Person! }
    type Subscription { added: Person }
    input New { name: String }
    interface Thing { id: ID! }
    type Person implements Thing @key(fields: "id") { id: ID! names: [Name!] constructor: Name friends: [Person!]! @federation__listSize(assumedSize: 3)
      followers(first: Int!): [Person!]! @federation__listSize(slicingArguments: ["first"]) }
    type Pet implements Thing { id: ID! fur: Int @federation__cost(weight: 2) }
    type Name @federation__cost(weight: 4) { text: String }`,
  resolvers: {
    Query: {
      all: (_: unknown, { first }: { first: number }) =>
        Array.from({ length: Math.min(first, 3) }, (_each, id) => ({ id })),
      maybe: () => null,
      things: () => [
        { __typename: 'Pet', id: 1, fur: 2 },
        { __typename: 'Person', id: 1 },
      ],
    },
    Mutation: { add: () => 1, broken: () => null },
    Person: {
      names: () => [{ text: 'one' }, { text: 'two' }],
      constructor: () => null,
      friends: () => [{ id: 1 }],
    },
  },
};

const limits = { maxCost: 1_000, assumedListSize: 10, assumedSizeIsLimit: false, tellCost: true };

interface Caller {
  readonly clientAddress: string;
}

interface StreamContext extends DemandContext {
  readonly subscription?: SubscriptionRequest<string>;
}

async function serve(
  options: Partial<DemandControlOptions> = {},
  plugins: ApolloServerPlugin<DemandContext>[] = [],
  engine: Partial<EngineOptions<string>> = {},
) {
  const graph = createTestGraph({ people }, { ...costMeasure(limits), ...engine });
  const server = new ApolloServer<StreamContext>({
    gateway: graph.engine,
    documentStore: createDocumentStore(),
    logger: silentLogger,
    stopOnTerminationSignals: false,
    plugins: [demandControl({ limits, ...options }), ...plugins],
  });
  await server.start();
  const ask = async (
    query: string,
    variables: Record<string, unknown> = {},
    clientAddress = '192.0.2.1',
    subscription?: SubscriptionRequest<string>,
  ) => {
    const caller: Caller = { clientAddress };
    const contextValue = { caller, ...(subscription && { subscription }) };
    const { body, http } = await server.executeOperation({ query, variables }, { contextValue });
    if (body.kind !== 'single') throw new Error('in pieces');
    const { data, errors, extensions } = body.singleResult;
    const [error] = errors ?? [];
    return {
      data: data as unknown,
      status: http.status,
      retryAfter: http.headers.get('retry-after'),
      code: error?.extensions?.['code'],
      message: error?.message,
      cost: extensions?.['cost'] as { estimated: number; actual?: number; budget?: { remaining: number } } | undefined,
    };
  };
  return { ask, engine: graph.engine, calls: graph.calls, [Symbol.asyncDispose]: () => server.stop() };
}

describe('an operation', () => {
  it.each([
    ['objects', '{ all(first: 5) { id } }', 5, 3],
    ['objects in objects', '{ all { friends { friends { id } } } }', 2 * (1 + 3 * (1 + 3)), 2 * 3],
    ['objects with weights', '{ all { names { text } } }', 2 * (1 + 10 * 4), 2 * (1 + 2 * 4)],
    ['nothing', '{ maybe { id } }', 1, 0],
    ['null where there is an object', '{ all(first: 1) { constructor { text } } }', 1 + 4, 1],
    ['objects of several types', '{ things { id ... on Pet { fur } } }', 20 * (1 + 2), 1 + 2 + 1],
    ['names of its own', '{ a: all(first: 1) { b: friends { id } } c: __typename }', 1 + 3, 1 + 1],
    ['a mutation', 'mutation { add(people: [{name: "a"}, {name: "b"}]) }', 10 + 2, 10 + 2],
    ['a failure', 'mutation { broken { id } }', 10 + 1, 10],
    ['introspection', '{ __schema { types { name } } }', 0, 0],
  ])('is told what it was estimated at, and what it cost: %s', async (_, query, estimated, actual) => {
    await using server = await serve();
    expect((await server.ask(query)).cost).toEqual({ estimated, actual, max: 1_000 });
  });

  it('is told nothing unless that is set, and its data stay bytes that nobody has read', async () => {
    const told: ToldCost[] = [];
    await using silent = await serve({ limits: { ...limits, tellCost: false }, onCost: (cost) => told.push(cost) });
    const { data, cost } = await silent.ask('query Everybody { all { id } }');
    expect([data, cost]).toEqual([{ all: [{ id: '0' }, { id: '1' }] }, undefined]);
    expect(told).toEqual([{ estimated: 2, actual: 2 }]);
  });

  it('that may cost too much is refused before anybody is asked, by its variables', async () => {
    await using server = await serve();
    const query = 'query ($first: Int!) { all(first: $first) { friends { id } } }';
    const codes = [];
    for (const first of [2, 251, 250]) codes.push((await server.ask(query, { first })).code);
    expect(codes).toEqual([undefined, 'COST_ESTIMATED_TOO_EXPENSIVE', undefined]);
    expect(server.calls).toHaveLength(2);
    const refused = await server.ask(query, { first: 1_000 });
    expect(refused).toMatchObject({
      status: 400,
      message: 'The operation may cost 4000, and at most 1000 is allowed.',
      data: undefined,
      cost: { estimated: 4_000, actual: 0 },
    });
  });

  it('with very many values of a few objects is refused', async () => {
    await using server = await serve();
    const aliases = Array.from({ length: 60 }, (_, at) => `a${at}: id`).join(' ');
    expect((await server.ask(`{ all(first: 100) { ${aliases} } }`)).message).toBe(
      'The operation could return 6100 values, and at most 5000 are allowed.',
    );
  });

  it('that could get larger than numbers do is refused for what stands beside it, too', async () => {
    await using server = await serve();
    const vast = `${'{ followers(first: 2147483647)'.repeat(36)} { id } ${'}'.repeat(36)}`;
    const nobodys = `a: all(first: 0) ${vast}`;
    expect((await server.ask(`{ ${nobodys} }`)).cost).toMatchObject({ estimated: 0, actual: 0 });
    const answers = [
      await server.ask(`{ ${nobodys} b: all(first: 2000) { id } }`),
      await server.ask(`query ($none: Int!) { a: all(first: $none) ${vast} b: all(first: 2000) { id } }`, { none: 0 }),
      await server.ask(`{ all(first: 1) ${vast} }`),
    ];
    expect(answers.map(({ code, cost }) => [code, cost?.estimated])).toEqual([
      ['COST_ESTIMATED_TOO_EXPENSIVE', 2_000],
      ['COST_ESTIMATED_TOO_EXPENSIVE', 2_000],
      ['COST_ESTIMATED_TOO_EXPENSIVE', Number.MAX_SAFE_INTEGER],
    ]);
    expect(server.calls).toHaveLength(1);
  });

  it('costs what directives say from now on, though nothing else has changed', async () => {
    await using server = await serve();
    const query = '{ all(first: 5) { id } }';
    expect((await server.ask(query)).cost?.estimated).toBe(5);
    const sdl = people.sdl.replace(
      'slicingArguments: ["first"])',
      'slicingArguments: ["first"]) @federation__cost(weight: 300)',
    );
    await server.engine.update(compose({ people: { sdl } }));
    expect(await server.ask(query)).toMatchObject({
      code: 'COST_ESTIMATED_TOO_EXPENSIVE',
      cost: { estimated: 1_500 },
    });
    await server.engine.update(compose({ people }));
    expect((await server.ask(query)).cost).toMatchObject({ estimated: 5, actual: 3 });
  });

  it('without the one slicing argument that is demanded is refused', async () => {
    await using server = await serve();
    const { code, status } = await server.ask('query ($first: Int!) { all(first: $first) { id } }', { first: null });
    expect([status, code]).toEqual([400, 'COST_QUERY_PARSE_FAILURE']);
  });
});

describe('a budget', () => {
  async function serveWithBudget(
    cost: number,
    plugins: ApolloServerPlugin<DemandContext>[] = [],
    engine: Partial<EngineOptions<string>> = {},
  ) {
    const counters = await openCounters('memory', silentLogger);
    return serve({ budget: createCostBudget({ cost, perMs: 60_000 }, counters) }, plugins, engine);
  }
  const query = 'query ($first: Int!) { all(first: $first) { id } }';

  it('is charged what is estimated, and given back what it was not', async () => {
    await using server = await serveWithBudget(100);
    expect((await server.ask(query, { first: 90 })).cost?.budget).toMatchObject({ remaining: 10 });
    // Three came.
    expect((await server.ask(query, { first: 50 })).cost?.budget).toMatchObject({ remaining: 47 });
  });

  it('refuses what is more than is left, for no charge, of that caller alone', async () => {
    await using server = await serveWithBudget(10);
    const answers = await Promise.all([server.ask(query, { first: 8 }), server.ask(query, { first: 5 })]);
    expect(answers).toMatchObject([
      { code: undefined },
      { status: 429, code: 'COST_BUDGET_EXCEEDED', retryAfter: '60', data: undefined },
    ]);
    expect((await server.ask(query, { first: 7 })).code).toBeUndefined();
    expect((await server.ask(query, { first: 10 }, '192.0.2.2')).code).toBeUndefined();
  });

  it('refuses what nobody may spend at a time', async () => {
    await using server = await serveWithBudget(10);
    const { code, message } = await server.ask(query, { first: 11 });
    expect(code).toBe('COST_BUDGET_EXCEEDED');
    expect(message).toBe('The operation may cost 11, which is more than a caller may spend at a time.');
  });

  it('gives back everything where somebody else refused an operation', async () => {
    const refuse = async (name: string | null | undefined): Promise<void> => {
      if (name === 'Refused') throw new GraphQLError('no', { extensions: { code: 'NO' } });
    };
    const refusing = {
      didResolveOperation: (context: { operationName: string | null }) => refuse(context.operationName),
    };
    await using server = await serveWithBudget(10, [{ requestDidStart: async () => refusing }]);
    for (let count = 0; count < 3; count++)
      expect((await server.ask('query Refused { all(first: 9) { id } }')).code).toBe('NO');
    expect((await server.ask(query, { first: 1 })).cost?.budget).toMatchObject({ remaining: 9 });
  });

  it('gives back everything where an operation was refused before it began', async () => {
    await using server = await serveWithBudget(10);
    expect(
      (await server.ask('query ($n: Int!) { all(first: 10) { id } a: all(first: $n) { id } }', { n: 'x' })).status,
    ).toBe(400);
    const { cost } = await server.ask(query, { first: 1 });
    expect(cost?.budget).toMatchObject({ remaining: 9 });
  });

  it.each<[NoAnswerReason, kept: boolean]>([
    ['timed-out', true],
    ['late', true],
    ['lost', true],
    ['unusable', true],
    ['unreachable', false],
    ['refused', false],
  ])('of what a subgraph did not answer, %s: is the estimate kept? %s', async (reason, kept) => {
    const subgraphs = { ask: async () => ({ ok: false, reason, cause: new Error('none') }) as const };
    await using server = await serveWithBudget(100, [], { subgraphs });
    const { cost, data } = await server.ask(query, { first: 90 });
    expect([data, cost?.actual]).toEqual([null, kept ? undefined : 0]);
    expect((await server.ask(query, { first: 90 })).code).toBe(kept ? 'COST_BUDGET_EXCEEDED' : 'SUBGRAPH_UNAVAILABLE');
  });

  it('is told no cost where one of several subgraphs did not answer', async () => {
    const spent = vi.fn<(cost: number) => void>();
    const ask: EngineOptions<string>['subgraphs']['ask'] = async (service) =>
      service === 'people'
        ? { ok: true, result: { data: { me: { __typename: 'Person', id: '1', name: 'Ann' } } } }
        : { ok: false, reason: 'lost', cause: new Error('none') };
    const { engine } = createTestGraph(peopleAndPosts, { ...costMeasure(limits), subgraphs: { ask } });
    const answerTo = (source: string) => engine.execute({ source, context: { caller: 'ann', spent } });
    expect((await answerTo('{ me { name posts { id } } }')).data).toEqual({ me: { name: 'Ann', posts: null } });
    expect(spent).not.toHaveBeenCalled();
    await answerTo('{ me { name } }');
    expect(spent.mock.calls).toEqual([[1]]);
  });

  it('is charged for a subscription once, when it begins, and not where it is refused', async () => {
    const sources = createTestSources();
    await using server = await serveWithBudget(30, [], { sources });
    const subscribe = (accept?: SubscriptionRequest<string>['accept']) =>
      server.ask(
        'subscription { added { friends { id } } }',
        {},
        '192.0.2.1',
        accept && { callerNow: () => 'ann', accept },
      );
    for (let count = 0; count < 3; count++) expect((await subscribe()).cost?.actual).toBe(0);
    const accepted: AsyncIterable<unknown>[] = [];
    const codes = [];
    for (let count = 0; count < 9; count++) codes.push((await subscribe((events) => accepted.push(events))).code);
    // Of four each.
    expect(codes).toEqual([...Array<undefined>(7), 'COST_BUDGET_EXCEEDED', 'COST_BUDGET_EXCEEDED']);
    expect(accepted).toHaveLength(7);
  });
});
