import { expect, test } from 'vitest';
import { changed, deliveries } from '../testing/deliveries.ts';
import { createTestGraph } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe } from '../testing/test-subscription.ts';

function start(options: Parameters<typeof createTestGraph>[1] = {}) {
  const sources = createTestSources();
  const graph = createTestGraph(deliveries, { sources, identityOf: (caller) => caller, ...options });
  return { ...graph, sources };
}

const CHANGED = '{ deliveryChanged(postId: "1") { id state } }';

test('resolves the rest of a selection for each event, over several subgraphs', async () => {
  const { engine, sources } = start();
  const client = await subscribe(
    engine,
    'subscription ($post: ID!) { deliveryChanged(postId: $post) { state post { text } } }',
    { variables: { post: 1 } },
  );
  const source = sources.one();
  expect(source.service).toBe('events');
  expect(source.field).toEqual({ name: 'deliveryChanged', arguments: { postId: '1', kind: 'any' } });
  expect(source.variables).toEqual({ post: '1' });

  source.data(changed('7'), 'e1');
  expect(await client.event()).toMatchObject({ id: 'e1' });
  source.data(changed('8'));
  expect(await client.next()).toEqual({
    data: { deliveryChanged: { state: 'state of 8', post: { text: 'text of p8' } } },
  });
});

test('keeps aliases, private names and conditions as in queries', async () => {
  const { engine, sources } = start();
  const client = await subscribe(
    engine,
    `subscription ($yes: Boolean!, $p: String) {
      it: deliveryChanged(postId: "1") { id: state a: id b: label(prefix: $p) gone: state @skip(if: $yes) ...More @include(if: $yes) }
    }
    fragment More on Delivery { __typename }`,
    { variables: { yes: true, p: '#' } },
  );
  const source = sources.one();
  const asked = source.query.match(/(\w+):id/)?.[1];
  source.data({ it: { __typename: 'Delivery', id: '7', a: '7', ...(asked && { [asked]: '7' }) } });
  expect(await client.next()).toEqual({
    data: { it: { id: 'state of 7', a: '7', b: '#7', __typename: 'Delivery' } },
  });
});

test('says errors in the client’s terms, formatted as told, and lets nulls go up', async () => {
  const formatError = ({ message, path, extensions }: { message: string; path?: unknown; extensions: object }) =>
    ({ message: `!${message}`, path, extensions }) as never;
  const { engine, sources } = start({ subscriptions: { formatError } });
  const client = await subscribe(engine, 'subscription { x: deliveryChanged(postId: "1") { state post { t: text } } }');
  const source = sources.one();
  const x = (id: string) => ({ x: { __typename: 'Delivery', id } });
  source.data(x('fails'));
  expect(await client.next()).toEqual({
    errors: [{ message: '!No text', path: ['x', 'post', 't'], extensions: { code: 'NO_TEXT' } }],
    data: { x: { state: 'state of fails', post: { t: null } } },
  });
  source.data(x('broken'));
  expect(await client.next()).toMatchObject({ data: { x: null }, errors: [{ path: ['x', 'state'] }] });
  source.tell({
    answer: { ok: true, result: { data: null, errors: [{ message: 'Oh', path: ['x'], extensions: { code: 'OH' } }] } },
  });
  expect(await client.next()).toEqual({
    errors: [{ message: '!Oh', path: ['x'], extensions: { code: 'OH' } }],
    data: { x: null },
  });
  source.tell({ answer: { ok: false, reason: 'lost', cause: 'gone' } });
  expect(await client.next()).toMatchObject({
    data: { x: null },
    errors: [{ path: ['x'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'events' } }],
  });
});

test('refuses what can not be served', async () => {
  const { engine, ask } = start();
  expect(await ask(`subscription ${CHANGED}`)).toMatchObject({
    errors: [{ extensions: { code: 'SUBSCRIPTIONS_NEED_A_STREAM' } }],
  });
  const two = await subscribe(
    engine,
    'subscription { a: deliveryChanged(postId: "1") { id } b: deliveryChanged(postId: "1") { id } }',
  );
  expect(two.refused).toMatchObject([{ message: expect.stringContaining('only one top level field') }]);
  const conditional = 'subscription ($no: Boolean!) { deliveryChanged(postId: "1") @skip(if: $no) { id } }';
  const skipped = await subscribe(engine, conditional, { variables: { no: false } });
  expect(skipped.refused).toMatchObject([{ message: expect.stringContaining('@skip') }]);
  const typename = await subscribe(engine, 'subscription { __typename }');
  expect(typename.refused).toMatchObject([{ message: expect.stringContaining('introspection') }]);
  const without = createTestGraph(deliveries);
  expect((await subscribe(without.engine, `subscription ${CHANGED}`)).refused).toMatchObject([
    { extensions: { code: 'NOT_SUPPORTED' } },
  ]);
});

test('opens equal subscriptions once, and resolves and writes each event once for all of them', async () => {
  const { engine, sources, calls } = start();
  const clients = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      subscribe(engine, `subscription Name${index} ${CHANGED}`, { caller: 'ann' }),
    ),
  );
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 200 });
  expect(sources.all).toHaveLength(1);
  sources.one().data(changed('7'));
  const events = await Promise.all(clients.map((client) => client.event()));
  expect(new Set(events).size).toBe(1);
  expect(calls).toHaveLength(1);
});

test('opens one source for subscriptions that differ in the rest, and shares their equal fetches', async () => {
  const { engine, sources, calls } = start();
  const one = await subscribe(engine, 'subscription { deliveryChanged(postId: "1") { state } }');
  const other = await subscribe(engine, 'subscription { deliveryChanged(postId: "1") { s: state } }');
  const third = await subscribe(engine, 'subscription { deliveryChanged(postId: "1") { post { text } } }');
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 3, clients: 3 });
  sources.one().data(changed('7'));
  expect(await one.next()).toEqual({ data: { deliveryChanged: { state: 'state of 7' } } });
  expect(await other.next()).toEqual({ data: { deliveryChanged: { s: 'state of 7' } } });
  expect(await third.next()).toEqual({ data: { deliveryChanged: { post: { text: 'text of p7' } } } });
  expect(calls.map(({ service }) => service).sort()).toEqual(['posts', 'states', 'states', 'states']);
});

test('shares nothing between identities', async () => {
  const { engine, sources, calls } = start();
  const ann = await subscribe(engine, `subscription ${CHANGED}`, { caller: 'ann' });
  const bob = await subscribe(engine, `subscription ${CHANGED}`, { caller: 'bob' });
  expect(sources.all.map(({ caller }) => caller)).toEqual(['ann', 'bob']);
  for (const source of sources.all) source.data(changed('7'));
  await Promise.all([ann.next(), bob.next()]);
  expect(calls.map(({ caller }) => caller).sort()).toEqual(['ann', 'bob']);
});

test('shares nothing where callers have no identity', async () => {
  const { engine } = start({ identityOf: () => undefined });
  await subscribe(engine, `subscription ${CHANGED}`);
  await subscribe(engine, `subscription ${CHANGED}`);
  expect(engine.subscriptionCounts()).toEqual({ sources: 2, subscriptions: 2, clients: 2 });
});

test('leaves nothing behind when all clients have left', async () => {
  const { engine, sources } = start();
  const controller = new AbortController();
  const first = await subscribe(engine, `subscription ${CHANGED}`, { signal: controller.signal });
  const second = await subscribe(engine, `subscription ${CHANGED}`);
  const third = await subscribe(engine, 'subscription { deliveryChanged(postId: "1") { state } }');
  const waiting = first.event();
  controller.abort();
  expect(await waiting).toBeUndefined();
  await second.leave();
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 1 });
  expect(sources.all[0]?.isOpen()).toBe(true);
  await third.leave();
  expect(engine.subscriptionCounts()).toEqual({ sources: 0, subscriptions: 0, clients: 0 });
  expect(sources.all[0]?.isOpen()).toBe(false);
});

test('ends all subscriptions when the engine stops', async () => {
  const { engine, sources } = start();
  const client = await subscribe(engine, `subscription ${CHANGED}`);
  const waiting = client.event();
  await engine.stop?.();
  expect(await waiting).toBeUndefined();
  expect(sources.all[0]?.isOpen()).toBe(false);
  expect((await subscribe(engine, `subscription ${CHANGED}`)).refused).toHaveLength(1);
});

test('ends a subscription when its source ends, after the events that came before', async () => {
  const { engine, sources } = start();
  const client = await subscribe(engine, `subscription ${CHANGED}`);
  sources.one().data(changed('7'));
  sources.one().end();
  expect(await client.next()).toMatchObject({ data: { deliveryChanged: { id: '7' } } });
  expect(await client.event()).toBeUndefined();
  expect(engine.subscriptionCounts().clients).toBe(0);
});
