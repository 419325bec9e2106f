// What clients hear of the graph, from what a person does to the last protocol, through the real gateway.

import { type Account, present, sendOperation, startWorld, type World } from '@accounts-center/test-kit';
import { createClient as createSseClient } from 'graphql-sse';
import { type Client, createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';

const CENTER = 'subscription { accountsCenterChanged { accounts { app username } } }';
const DELIVERY =
  'subscription($post: ID!) { deliveryChanged(postId: $post) { state target { username } copy { id text } } }';
const PUBLISHED = 'subscription($by: ID!) { postPublished(authorId: $by) { text author { username } } }';

interface Heard {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

let world: World;
let ada: Account;
let onInstagram: Account;
let eve: Account;
let runs = 0;
const clients: Client[] = [];

beforeAll(async () => {
  const settings = { authentication: { revocationPollMs: 200 }, subscriptions: { heartbeatMs: 300 } };
  world = await startWorld({ gateway: { settings } });
});
afterAll(() => world.close());
beforeEach(async () => {
  runs += 1;
  ada = await world.signUp('FACEBOOK', `ada.${runs}`);
  onInstagram = await world.signUp('INSTAGRAM', `ada.insta.${runs}`);
  eve = await world.signUp('FACEBOOK', `eve.${runs}`);
  await world.settle();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

/** Subscribes over a WebSocket, and resolves when the gateway listens for it. */
async function hear(account: Account | undefined, query: string, variables: Record<string, unknown> = {}) {
  const heard: Heard[] = [];
  const client = createClient({
    url: `${world.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: account ? { authorization: `Bearer ${account.accessToken}` } : {},
  });
  clients.push(client);
  let end: unknown;
  const before = counts().clients;
  client.subscribe(
    { query, variables },
    {
      next: (result) => heard.push(result as Heard),
      error: (error) => (end = error),
      complete: () => (end ??= 'complete'),
    },
  );
  await vi.waitFor(() => expect(counts().clients > before || end !== undefined || heard.length > 0).toBe(true));
  return { heard, end: () => end };
}

const counts = () => present(world.constellation.gateway.subscriptionCounts());

it('C2: a center is heard of by its own accounts, and by nobody else', async () => {
  const own = await hear(ada, CENTER);
  const others = await hear(eve, CENTER);
  const nobodys = await hear(undefined, CENTER);
  await world.link(ada, onInstagram);
  await world.settle();
  await vi.waitFor(() => expect(own.heard.length).toBeGreaterThan(0));
  expect(own.heard.at(-1)?.data).toEqual({
    accountsCenterChanged: {
      accounts: expect.arrayContaining([
        { app: 'FACEBOOK', username: ada.username },
        { app: 'INSTAGRAM', username: onInstagram.username },
      ]),
    },
  });
  expect([others.heard, nobodys.heard]).toEqual([[], []]);
});

it('X6: the author follows a delivery to its end', async () => {
  await world.link(ada, onInstagram);
  const { id: mediaId } = await world.upload(ada);
  await world.settle();
  const input = { mediaIds: [mediaId], audience: 'PUBLIC' as const, targetAccountIds: [onInstagram.id] };
  world.faults.takeDown('instagram');
  const post = present((await world.crossPost(ada, input)).post);
  const own = await hear(ada, DELIVERY, { post: post.id });
  const others = await hear(eve, DELIVERY, { post: post.id });
  world.faults.heal();
  await world.pass(60_000);
  await vi.waitFor(() =>
    expect(own.heard.at(-1)?.data).toMatchObject({
      deliveryChanged: {
        state: 'DELIVERED',
        target: { username: onInstagram.username },
        copy: { id: expect.any(String) },
      },
    }),
  );
  expect(others.heard).toEqual([]);
});

it('a post is heard of by those who may see it, over SSE as well', async () => {
  const sse = createSseClient({
    url: `${world.url}/graphql`,
    headers: { authorization: `Bearer ${eve.accessToken}` },
    retryAttempts: 0,
  });
  const results = sse.iterate<Heard['data']>({ query: PUBLISHED, variables: { by: ada.id } });
  const first = results.next();
  await vi.waitFor(() => expect(counts().clients).toBeGreaterThan(0));
  await world.crossPost(ada, { text: 'For followers', audience: 'FOLLOWERS', targetAccountIds: [] });
  await world.crossPost(ada, { text: 'For all', audience: 'PUBLIC', targetAccountIds: [] });
  await world.settle();
  expect((await first).value).toMatchObject({
    data: { postPublished: { text: 'For all', author: { username: ada.username } } },
  });
  await results.return?.();
  sse.dispose();
});

it('who signs out hears nothing more, within seconds', async () => {
  const own = await hear(ada, CENTER);
  await sendOperation(world.url, { query: 'mutation { signOut { isSignedOut } }' }, ada.accessToken);
  await vi.waitFor(() => expect(own.end()).toBeDefined(), { timeout: 10_000 });
  await world.link(eve, await world.signUp('INSTAGRAM', `eve.insta.${runs}`));
  await world.settle();
  expect(own.heard.filter(({ data }) => data)).toEqual([]);
  expect(counts().clients).toBe(0);
});
