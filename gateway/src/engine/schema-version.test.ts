import { runInRequest, silentLogger } from '@accounts-center/subgraph-kit';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Admission } from '../admission.ts';
import { createPrivateNames } from './operation/private-names.ts';
import { createSchemaVersion } from './schema-version.ts';
import { people, posts } from './testing/people-and-posts.ts';
import { compose, createTestGraph, type TestGraph, type TestSubgraph } from './testing/test-graph.ts';

afterEach(() => vi.restoreAllMocks());

it('others get their turn between one new operation and the next', async () => {
  const graph = createTestGraph({ people });
  const known = '{ me { name } }';
  await graph.ask(known);
  graph.calls.length = 0;
  const operations = Array.from({ length: 10 }, (_, index) => `{ me { alias${index}: name } }`);
  const all = [...operations, known].map((operation) => graph.ask(operation));
  await Promise.all(all);
  // The one that is known came last, and had nine to wait for if all were planned as they came.
  expect(graph.calls.findIndex(({ query }) => !query.includes('alias'))).toBeLessThan(operations.length / 2);
});

describe('a new operation', () => {
  const ask = (graph: TestGraph, signal?: AbortSignal) =>
    graph.engine.execute({ source: '{ me { name } }', context: { caller: 'somebody', ...(signal && { signal }) } });

  it('is planned once, however many ask for it', async () => {
    const graph = createTestGraph({ people });
    const plan = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
    const answers = await Promise.all([ask(graph), ask(graph, AbortSignal.abort()), ask(graph)]);
    expect(plan).toHaveBeenCalledTimes(1);
    expect(answers[2]).toEqual({ data: { me: { name: 'Ann' } } });
  });

  it('that can not be planned fails for each with the id of its request', async () => {
    const graph = createTestGraph({ people });
    const fail = () => {
      throw new Error('planner');
    };
    const plan = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan').mockImplementation(fail);
    const ids = [];
    for (const requestId of ['r-1', 'r-2']) {
      const { errors } = await runInRequest({ requestId }, () => ask(graph));
      ids.push(errors?.[0]?.extensions['requestId']);
    }
    expect([ids, plan.mock.calls.length]).toEqual([['r-1', 'r-2'], 1]);
  });

  it('is not planned when all who asked for it have gone', async () => {
    const graph = createTestGraph({ people });
    const plan = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
    const leaving = new AbortController();
    const answers = [ask(graph, AbortSignal.abort()), ask(graph, leaving.signal)];
    leaving.abort();
    await Promise.all(answers);
    expect(plan).not.toHaveBeenCalled();
    expect(await ask(graph)).toEqual({ data: { me: { name: 'Ann' } } });
  });
});

describe('another schema', () => {
  const newer: TestSubgraph = { ...people, sdl: people.sdl.replace('name: String', 'name: String age: Int') };

  it('serves from now on, while requests under way end as they began', async () => {
    const graph = createTestGraph({ people, posts });
    const announced: string[] = [];
    graph.engine.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => announced.push(coreSupergraphSdl));
    await graph.engine.load({ apollo: {} });
    const old = graph.ask('{ me { name posts { id } } }');
    await graph.engine.update(compose({ people: newer }));
    expect(await old).toEqual({ data: { me: { name: 'Ann', posts: [{ id: 'p1' }] } } });
    expect((await graph.ask('{ me { posts { id } } }')).errors).toHaveLength(1);
    expect((await graph.ask('{ me { age } }')).errors).toHaveLength(1); // the subgraphs of this test stay as they are
    expect(announced).toEqual([compose({ people, posts }), compose({ people: newer })]);
  });

  it('is planned for what is in use before it serves, with its conditions decided', async () => {
    const graph = createTestGraph({ people, posts });
    const source =
      'query ($yes: Boolean!, $u: String) { me { name @include(if: $yes) age(unit: $u) @skip(if: $yes) } }';
    for (const yes of [true, false]) await graph.ask(source, { yes, u: 'y' });
    await graph.engine.update(compose({ people: { ...people, sdl: `${people.sdl} type New { a: Int }` }, posts }));
    const plan = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
    for (const yes of [true, false]) await graph.ask(source, { yes, u: 'y' });
    expect(plan).not.toHaveBeenCalled();
  });

  it('asked for last serves, whatever was asked for before and is still being warmed up', async () => {
    const graph = createTestGraph({ people, posts });
    const [one, two] = [compose({ people, posts }), compose({ people: newer })];
    const announced: string[] = [];
    graph.engine.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => announced.push(coreSupergraphSdl));
    for (const alias of ['a', 'b', 'c']) await graph.ask(`{ me { ${alias}: name } }`);
    await Promise.all([graph.engine.update(two), graph.engine.update(one)]);
    expect(announced).toEqual([]);
    expect(await graph.ask('{ me { posts { id } } }')).toEqual({ data: { me: { posts: [{ id: 'p1' }] } } });
    await Promise.all([graph.engine.update(one), graph.engine.update(two), graph.engine.update(two)]);
    expect(announced).toEqual([two]);
  });

  it('that can not be loaded changes nothing, and stops no other', async () => {
    const graph = createTestGraph({ people, posts });
    const good = graph.engine.update(compose({ people: newer }));
    await expect(graph.engine.update('type Query { a: Int }')).rejects.toThrow('core schema');
    expect(await graph.ask('{ me { name } }')).toEqual({ data: { me: { name: 'Ann' } } });
    await good;
    expect((await graph.ask('{ me { posts { id } } }')).errors).toHaveLength(1);
  });
});

it('a version takes over the operations of another: equal ones become one, and those that are not valid none', () => {
  const parts = {
    names: createPrivateNames(() => 7),
    log: silentLogger,
    planCacheBytes: 1e6,
    planning: new Admission(0),
  };
  const [version, next] = [{ people, posts }, { people }].map((graph) => createSchemaVersion(compose(graph), parts));
  const decided = (source: string) => version?.open(parse(source), undefined).decidedBy({});
  const [one, gone] = ['{ me { name } }', '{ me { posts { id } } }'].map(decided);
  if (!one || !gone) throw new Error('Nothing was decided.');
  expect(next?.adopt(one)).toBe(one);
  expect(next?.adopt({ ...one })).toBe(one);
  expect([next?.adopt(gone), version?.adopt(gone)]).toEqual([undefined, gone]);
});
