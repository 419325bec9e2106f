import { describe, expect, it } from 'vitest';
import type { EngineOptions } from '../engine-options.ts';
import { compose, createTestGraph, type TestCaller, type TestSubgraph } from '../testing/test-graph.ts';

const notes: TestSubgraph = {
  sdl: `
    type Query { open: Int mine: Int @authenticated note: Note paid: Int @policy(policies: [["paid", "adult"], ["staff"]]) }
    type Note @key(fields: "id") { id: ID! text: String }`,
  resolvers: {
    Query: { open: () => 1, mine: () => 2, note: () => ({ id: '1', text: 'n' }), paid: () => 3 },
  },
};
const likes: TestSubgraph = {
  sdl: 'type Note @key(fields: "id") { id: ID! likes: Int @requiresScopes(scopes: [["likes"]]) }',
  resolvers: { Note: { likes: () => 7 } },
};
const grantsOf = (caller: TestCaller) => ({
  isAuthenticated: caller !== 'nobody',
  scopes: new Set(caller.split(',')),
});
const graphOf = (options: Partial<EngineOptions<TestCaller>> = {}) =>
  createTestGraph({ notes, likes }, { grantsOf, ...options });
const everything = '{ open mine note { text likes } paid }';

describe('what a caller has', () => {
  it.each<[string, Partial<EngineOptions<TestCaller>>]>([
    ['nobody says', {}],
    [
      'can not be told',
      {
        grantsOf: () => {
          throw new Error('broken');
        },
      },
    ],
  ])('is nothing where that %s', async (_, options) => {
    const graph = createTestGraph({ notes, likes }, options);
    expect((await graph.ask(everything)).data).toEqual({
      open: 1,
      mine: null,
      note: { text: 'n', likes: null },
      paid: null,
    });
  });

  it('is asked for only where something depends on it', async () => {
    const asked: string[] = [];
    const graph = graphOf({
      grantsOf: (caller) => {
        asked.push(`grants of ${caller}`);
        return grantsOf(caller);
      },
      policies: (names) => {
        asked.push(names.join());
        return new Set(names);
      },
    });
    await graph.ask('{ open note { text } }', {}, 'ann');
    await graph.ask('{ open paid @skip(if: true) }', {}, 'ann');
    expect(asked).toEqual([]);
    await graph.ask('{ mine a: mine }', {}, 'ann');
    await graph.ask('{ paid b: paid }', {}, 'ann');
    expect(asked).toEqual(['grants of ann', 'grants of ann', 'paid,adult,staff']);
  });
});

describe('policies', () => {
  const paid = async (policies: EngineOptions<TestCaller>['policies'] | undefined) =>
    (await graphOf(policies && { policies }).ask('{ paid }')).data;

  it.each([
    ['one list of them holds', 3, () => new Set(['paid', 'adult'])],
    ['another does', 3, async () => new Set(['staff'])],
    ['a list holds in part', null, () => new Set(['paid'])],
    ['others hold', null, () => new Set(['unknown'])],
    ['they are not said as a set', null, () => ['staff'] as never],
    ['nobody knows', null, async () => undefined as never],
    ['that fails', null, () => Promise.reject(new Error('broken'))],
    [
      'that fails at once',
      null,
      () => {
        throw new Error('broken');
      },
    ],
  ])('where %s: %s', async (_, value, policies) => {
    expect(await paid(policies)).toEqual({ paid: value });
  });

  it('are not held where nobody is asked', async () => {
    expect(await paid(undefined)).toEqual({ paid: null });
  });

  it('are not held where that is told later than anybody waits', async () => {
    let isLate = false;
    const policies = () => (isLate ? new Promise<never>(() => {}) : new Set<string>());
    const graph = graphOf({ policies });
    await graph.ask('{ open paid }'); // plans it
    isLate = true;
    const waiting = new AbortController();
    const { signal } = waiting;
    const answer = graph.engine.execute({ source: '{ open paid }', context: { caller: 'ann', signal } });
    waiting.abort();
    expect(await answer).toMatchObject({ data: { open: 1, paid: null } });
  });

  it('are asked of every request anew', async () => {
    const held = new Set(['staff']);
    const graph = graphOf({ policies: () => held });
    expect((await graph.ask('{ paid }')).data).toEqual({ paid: 3 });
    held.clear();
    expect((await graph.ask('{ paid }')).data).toEqual({ paid: null });
  });
});

describe('an operation is refused where that is wanted', () => {
  const graph = graphOf({ unauthorized: 'refuse' });
  const status = (error: unknown) => (error as { extensions: { http?: { status: number } } }).extensions.http?.status;

  it('as unauthenticated of nobody, as forbidden of somebody, by the names that it has there', async () => {
    const ask = (source: string, caller: string) => graph.engine.execute({ source, context: { caller } });
    const [unknown] = (await ask('{ open a: mine note { text b: likes } }', 'nobody')).errors ?? [];
    expect(unknown).toMatchObject({ message: 'You may not read a, note.b.', extensions: { code: 'UNAUTHENTICATED' } });
    expect(status(unknown)).toBe(401);
    const known = await ask('{ open mine note { text likes } }', 'ann');
    expect(known).toMatchObject({
      errors: [{ message: 'You may not read note.likes.', extensions: { code: 'FORBIDDEN' } }],
    });
    expect(known).not.toHaveProperty('data');
    expect(status(known.errors?.[0])).toBe(403);
    expect(graph.calls).toEqual([]);
  });

  it('and answered where nothing is missing', async () => {
    expect(await graph.ask('{ mine note { likes } }', {}, 'ann,likes')).toEqual({
      data: { mine: 2, note: { likes: 7 } },
    });
  });
});

describe('callers who may read different things', () => {
  it('get no answer of each other, even if they seem to be the same', async () => {
    const graph = graphOf({ identityOf: () => 'all the same', shareIdenticalRequests: true });
    const source = '{ open mine note { text likes } }';
    const callers = ['nobody', 'ann', 'ann,likes', 'nobody', 'ann,likes'];
    const answers = await Promise.all(callers.map((caller) => graph.ask(source, {}, caller)));
    expect(answers.map(({ data }) => data)).toEqual([
      { open: 1, mine: null, note: { text: 'n', likes: null } },
      { open: 1, mine: 2, note: { text: 'n', likes: null } },
      { open: 1, mine: 2, note: { text: 'n', likes: 7 } },
      { open: 1, mine: null, note: { text: 'n', likes: null } },
      { open: 1, mine: 2, note: { text: 'n', likes: 7 } },
    ]);
  });

  it('may get what is asked of subgraphs of each other, where it is the same', async () => {
    const graph = graphOf({ identityOf: () => 'all the same' });
    const ask = () => Promise.all([graph.ask('{ open mine }', {}, 'nobody'), graph.ask('{ open }', {}, 'ann')]);
    await ask(); // plans them, each in its turn
    graph.calls.length = 0;
    expect((await ask()).map(({ data }) => data)).toEqual([{ open: 1, mine: null }, { open: 1 }]);
    expect(graph.calls.map(({ query }) => query)).toEqual(['{open}']);
  });
});

it('another supergraph brings rules of its own, for operations in use as well', async () => {
  const graph = graphOf();
  const opened = compose({ notes: { sdl: notes.sdl.replace('@authenticated', '') }, likes });
  const closed = compose({ notes: { sdl: notes.sdl.replace('open: Int', 'open: Int @authenticated') }, likes });
  const ask = async (source: string) => (await graph.ask(source, {}, 'nobody')).data;
  expect(await ask('{ open mine }')).toEqual({ open: 1, mine: null });
  await graph.engine.update(opened);
  expect(await ask('{ open mine }')).toEqual({ open: 1, mine: 2 });
  await graph.engine.update(closed);
  expect(await ask('{ open mine }')).toEqual({ open: null, mine: null });
});
