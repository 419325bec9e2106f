import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { changed, deliveries } from '../engine/testing/deliveries.ts';
import { createTestGraph } from '../engine/testing/test-graph.ts';
import { createTestSources } from '../engine/testing/test-sources.ts';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

/** As Apollo Client writes it, too. */
const SUBSCRIPTION = `subscription {
  deliveryChanged(postId: "1") { id state post { text __typename } __typename }
}`;

const start = () => {
  const sources = createTestSources();
  return { sources, ...createTestGraph(deliveries, { sources, identityOf: (caller) => caller }) };
};
let graph: ReturnType<typeof start>;
let server: ChatServer;
const ends: (() => void)[] = [];

beforeEach(async () => {
  graph = start();
  server = await chatServer({}, graph.engine);
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await server.close();
});

const clients = (count: number): Promise<void> =>
  expect.poll(() => graph.engine.subscriptionCounts().clients).toBe(count);

it('the events of a federated graph reach the clients of every protocol, resolved once for all', async () => {
  const got: unknown[] = [];
  const sink = {
    next: (result: unknown) => got.push(result),
    error: (error: unknown) => got.push(error),
    complete: () => {},
  };
  const ws = createClient({ url: server.webSocketUrl, webSocketImpl: WebSocket });
  const sse = createSseClient({ url: server.url });
  const single = createSseClient({ url: `${server.url}/stream`, singleConnection: true });
  const apollo = new ApolloClient({ link: new HttpLink({ uri: server.url }), cache: new InMemoryCache() });
  ends.push(
    () => void ws.dispose(),
    sse.dispose,
    single.dispose,
    () => apollo.stop(),
  );
  for (const client of [ws, sse, single]) client.subscribe({ query: SUBSCRIPTION }, sink);
  apollo.subscribe({ query: gql(SUBSCRIPTION), fetchPolicy: 'no-cache' }).subscribe(sink);
  await clients(4);
  expect(graph.engine.subscriptionCounts()).toMatchObject({ sources: 1, subscriptions: 1 });
  graph.sources.one().data(changed('7'), 'e1');
  await expect.poll(() => got.length).toBe(4);
  const delivery = { id: '7', state: 'state of 7', post: { text: 'text of p7' } };
  expect(got.map((result) => (result as { data?: unknown }).data)).toMatchObject(
    Array.from({ length: 4 }, () => ({ deliveryChanged: delivery })),
  );
  expect(got[0]).toMatchObject({ extensions: { eventId: 'e1' } });
  expect(graph.calls.map(({ service }) => service).toSorted()).toEqual(['posts', 'states']);
});

it('an error has its place in an event, and the event its id', async () => {
  const ws = createClient({ url: server.webSocketUrl, webSocketImpl: WebSocket });
  ends.push(() => void ws.dispose());
  const events = ws.iterate({ query: SUBSCRIPTION });
  const first = events.next();
  await clients(1);
  graph.sources.one().data(changed('fails'), 'e1');
  expect((await first).value).toMatchObject({
    data: { deliveryChanged: { post: { text: null } } },
    errors: [{ path: ['deliveryChanged', 'post', 'text'], extensions: { code: 'NO_TEXT' } }],
    extensions: { eventId: 'e1' },
  });
});

it('a source is closed when nobody listens any more, and a token that ends takes its subscriptions along', async () => {
  const named = (name: string) =>
    createClient({
      url: server.webSocketUrl,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${name}` },
      retryAttempts: 0,
    });
  const [ada, grace] = [named('ada'), named('grace')];
  ends.push(
    () => void ada.dispose(),
    () => void grace.dispose(),
  );
  const [ofAda, ofGrace] = [ada, grace].map((client) => client.iterate({ query: SUBSCRIPTION }));
  const lost = ofAda?.next().catch((closed: unknown) => closed);
  void ofGrace?.next();
  await clients(2);
  server.expire('ada');
  for (const source of graph.sources.all) source.data(changed('7'), 'e1');
  expect(await lost).toMatchObject({ code: 4403 });
  await clients(1);
  await ofGrace?.return?.();
  await clients(0);
  await expect.poll(() => graph.sources.all.some(({ isOpen }) => isOpen())).toBe(false);
});
