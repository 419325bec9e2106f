import { EventEmitter, once } from 'node:events';
import { movableClock, silentLogger } from '@accounts-center/subgraph-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineOptions } from '../engine/engine-options.ts';
import { createFederationEngine } from '../engine/federation-engine.ts';
import { people, posts } from '../engine/testing/people-and-posts.ts';
import { compose } from '../engine/testing/test-graph.ts';
import { type SettingsInput, settingsSchema } from '../settings/settings.ts';
import { type AskingCaller, type GuardedSubgraphsParts, guardSubgraphs } from './guarded-subgraphs.ts';
import { createHeaderRules } from './header-rules.ts';
import { localSubgraphTransport } from './local-subgraph-transport.ts';
import type { SubgraphAnswer, SubgraphRequest } from './subgraph-transport.ts';

const clock = movableClock(new Date());
const subgraphSettings = (subgraphs: SettingsInput['subgraphs'] = {}) =>
  settingsSchema({ development: false, graph: 'own' }).parse({ subgraphs }).subgraphs;

function guard(
  parts: Partial<GuardedSubgraphsParts<AskingCaller>> & Pick<GuardedSubgraphsParts<AskingCaller>, 'send'>,
) {
  const settings = subgraphSettings();
  return guardSubgraphs({ settings, clock, log: silentLogger, now: () => 0, random: () => 0, ...parts });
}

describe('under an engine', () => {
  const data: Record<string, object> = {
    people: {
      me: { __typename: 'Person', id: '1', name: 'Ann' },
      rename: { __typename: 'Person', id: '1', name: 'Bea' },
    },
    posts: { _entities: [{ __typename: 'Person', age: '41' }] },
  };
  const lost = { ok: false, reason: 'lost', cause: new Error('reset') } as const;
  const supergraphSdl = compose({ people, posts });
  let sent: SubgraphRequest[];
  /** Calls that are lost from now on, by service. */
  let losses: Record<string, number>;
  beforeEach(() => {
    [sent, losses] = [[], {}];
  });

  async function send(request: SubgraphRequest): Promise<SubgraphAnswer> {
    const { service } = request;
    sent.push(request);
    const left = losses[service] ?? 0;
    losses[service] = left - 1;
    return left > 0 ? lost : { ok: true, result: { data: structuredClone(data[service]) as Record<string, unknown> } };
  }
  const engineOf = (options: Partial<EngineOptions<AskingCaller>> = {}) =>
    createFederationEngine<AskingCaller>({ supergraphSdl, subgraphs: guard({ send }), log: silentLogger, ...options });
  const run = async (engine: ReturnType<typeof engineOf>, source: string, caller: AskingCaller = {}) =>
    JSON.parse(JSON.stringify(await engine.execute({ source, variables: {}, context: { caller } }))) as {
      data?: unknown;
      errors?: { extensions: object; path: unknown }[];
    };
  const services = () => sent.map(({ service }) => service);

  it('a call that several wait for is sent again once for all of them', async () => {
    losses = { people: 1 };
    const engine = engineOf({ identityOf: () => 'all' });
    const answers = await Promise.all([1, 2, 3].map(() => run(engine, '{ me { name } }')));
    expect(answers).toEqual(answers.map(() => ({ data: { me: { name: 'Ann' } } })));
    expect(services()).toEqual(['people', 'people']);
  });

  it('a mutation is sent once, and what is read of its answer again', async () => {
    losses = { posts: 1 };
    const engine = engineOf();
    expect(await run(engine, 'mutation { rename { name age } }')).toEqual({
      data: { rename: { name: 'Bea', age: '41' } },
    });
    expect(services()).toEqual(['people', 'posts', 'posts']);
    losses = { people: 1 };
    const { errors } = await run(engine, 'mutation { rename { name } }');
    expect(errors).toMatchObject([
      { path: ['rename'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'people' } },
    ]);
    expect(services()).toHaveLength(4);
  });

  it('a subgraph that is left alone costs its own fields, with the error of one that does not answer', async () => {
    losses = { posts: Number.POSITIVE_INFINITY };
    const settings = subgraphSettings({ all: { retries: 0, breakerMinimumCalls: 2 } });
    const engine = engineOf({ subgraphs: guard({ send, settings }) });
    const results = [];
    for (let count = 0; count < 5; count++) results.push(await run(engine, '{ me { name age } }'));
    expect(services().filter((service) => service === 'posts')).toHaveLength(2);
    expect(results[4]).toEqual(results[0]);
    const extensions = { code: 'SUBGRAPH_UNAVAILABLE', service: 'posts' };
    expect(results[4]).toEqual({
      data: { me: { name: 'Ann', age: null } },
      errors: [{ message: 'posts does not answer', path: ['me'], extensions }],
    });
  });

  it('callers share the calls of those subgraphs that see the same of them', async () => {
    const settings = subgraphSettings({ named: { posts: { forwardHeaders: ['authorization'] } } });
    const rules = createHeaderRules(settings);
    const engine = engineOf({
      subgraphs: guard({ send, settings }),
      identityOf: ({ forwarded }, service) => rules.identityOf(forwarded, service),
      shareIdenticalRequests: true,
    });
    const callers = ['a', 'b', 'b'].map((authorization) => ({ forwarded: { authorization } }));
    await Promise.all(callers.map((caller) => run(engine, '{ me { name age } }', caller)));
    expect(sent.map(({ service, headers }) => [service, headers])).toEqual([
      ['people', {}],
      ['posts', { authorization: 'a' }],
      ['posts', { authorization: 'b' }],
    ]);
  });
});

describe('services of this process', () => {
  const operation = { query: '{ a }', isMutation: false };

  it('have the same rules: one that hangs keeps no place for those who have gone', async () => {
    const arrivals = new EventEmitter();
    let isHanging = true;
    const transport = localSubgraphTransport({
      posts: () => {
        arrivals.emit('call');
        return isHanging ? new Promise(() => {}) : Promise.resolve({ data: { a: 1 } });
      },
    });
    const settings = subgraphSettings({ all: { maxConcurrent: 1, maxQueued: 0 } });
    const subgraphs = guard({ send: (request) => transport.execute(request), settings });
    const controller = new AbortController();
    const called = once(arrivals, 'call');
    const hanging = subgraphs.ask('posts', operation, {}, controller.signal);
    await called;
    expect(await subgraphs.ask('posts', operation, {})).toMatchObject({ reason: 'refused' });
    isHanging = false;
    controller.abort();
    expect((await hanging).ok).toBe(false);
    expect((await subgraphs.ask('posts', operation, {})).ok).toBe(true);
  });

  it('are asked again when they fail, and have no more than their time', async () => {
    let calls = 0;
    const transport = localSubgraphTransport({
      posts: async () => {
        calls += 1;
        if (calls === 1) throw new Error('closed');
        return { data: { a: 1 } };
      },
      slow: () => new Promise(() => {}),
    });
    const settings = subgraphSettings({ all: { timeoutMs: 20 } });
    const subgraphs = guard({ send: (request) => transport.execute(request), settings });
    expect([(await subgraphs.ask('posts', operation, {})).ok, calls]).toEqual([true, 2]);
    expect(await subgraphs.ask('slow', operation, {})).toMatchObject({ ok: false, reason: 'timed-out' });
  });
});

it('what a way of sending throws, no subgraph has got', async () => {
  const send = async (): Promise<SubgraphAnswer> => {
    throw new Error('no key');
  };
  const subgraphs = guard({ send });
  expect(await subgraphs.ask('posts', { query: '{ a }' }, {})).toMatchObject({ ok: false, reason: 'unreachable' });
});

it('a call has a trace’s headers, which no rule gives it', async () => {
  const sent: SubgraphRequest[] = [];
  const send = async (request: SubgraphRequest): Promise<SubgraphAnswer> => {
    sent.push(request);
    return { ok: true, result: { data: {} } };
  };
  const subgraphs = guard({ send, traceHeaders: (_, service) => ({ traceparent: `of ${service}` }) });
  await subgraphs.ask('posts', { query: '{ a }' }, { forwarded: { traceparent: 'of the client' } });
  expect(sent.map(({ headers }) => headers)).toEqual([{ traceparent: 'of posts' }]);
});
