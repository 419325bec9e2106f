// A gateway process that answers nothing but its own clients' operations, and its end under load.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess, subscribersOf } from './harness/gateway-process.ts';
import { type Graph, startGraph } from './harness/graph.ts';
import { post } from './harness/http.ts';
import { send, WAYS } from './harness/ways.ts';

const KNOWN = '{\n  person(id: "1") {\n    name\n    __typename\n  }\n}';
const LATEST = 'query Latest { latest { text } }';
const SUBSCRIPTION = 'subscription {\n  renamed {\n    name\n    __typename\n  }\n}';

let graph: Graph;
let gateway: GatewayProcess;
let folder: string;

beforeAll(async () => {
  graph = await startGraph();
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-manifest-'));
  const manifest = join(folder, 'manifest.json');
  await writeFile(manifest, JSON.stringify({ known: KNOWN, latest: LATEST, renamed: SUBSCRIPTION }));
  gateway = await startGatewayProcess({
    supergraphSdl: graph.supergraphSdl,
    environment: 'production',
    settings: {
      http: { announceMs: 2_000 },
      persistedOperations: { trusted: 'enforce', manifests: [manifest] },
      subgraphs: { named: { changes: { subscriptions: 'graphql-ws' } } },
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

describe.each(WAYS)('over %s', (way) => {
  it('operations of the manifest are answered, and no others', async () => {
    const answered = send(way, gateway, { query: KNOWN });
    await expect.poll(() => answered.data).toEqual([{ person: { name: 'Ann', __typename: 'Person' } }]);
    for (const query of ['{ person(id: "2") { name } }', 'subscription { renamed { id } }']) {
      const refused = send(way, gateway, { query });
      await expect.poll(() => refused.codes).toContain('PERSISTED_QUERY_REQUIRED');
      expect(refused.data).toEqual([]);
      refused.end();
    }
    answered.end();
  });
});

it('a document is known by its id', async () => {
  const { status, body } = await post(gateway.url, { documentId: 'known' });
  expect([status, body]).toEqual([200, { data: { person: { name: 'Ann', __typename: 'Person' } } }]);
  expect((await post(gateway.url, { documentId: 'unknown' })).codes).toEqual(['PERSISTED_QUERY_NOT_IN_LIST']);
});

it('told to end, it answers all that clients under load have sent, and tells streams to come back', async () => {
  const streams = WAYS.map((way) => send(way, gateway, { query: SUBSCRIPTION }));
  await expect.poll(() => subscribersOf(gateway)).toBe(WAYS.length);
  graph.rename('Ann');
  for (const { data } of streams) await expect.poll(() => data).toHaveLength(1);

  graph.posts.behaviour = 'waits';
  const underWay = post(gateway.url, { documentId: 'latest' });
  await expect.poll(() => graph.posts.calls.length).toBeGreaterThan(0);

  // Each keeps its connection until it is told that it is going to be closed.
  const answers: number[] = [];
  const clients = Array.from({ length: 8 }, async () => {
    for (;;) {
      const { status, headers } = await post(gateway.url, { documentId: 'known' });
      answers.push(status);
      if (headers.get('connection') === 'close') return;
    }
  });
  await expect.poll(() => answers.length).toBeGreaterThan(50);
  gateway.signal('SIGTERM');
  await Promise.all(clients);
  expect(new Set(answers)).toEqual(new Set([200]));
  for (const search of ['', '?only=gateway']) {
    const ready = await fetch(`${gateway.origin}/ready${search}`);
    expect([ready.status, await ready.json()]).toEqual([503, { service: 'gateway', status: 'ending' }]);
  }
  await expect
    .poll(() =>
      fetch(`${gateway.origin}/health`).then(
        () => 'listens',
        () => 'gone',
      ),
    )
    .toBe('gone');
  graph.posts.letGo();
  expect((await underWay).body).toEqual({ data: { latest: { text: 'Hello' } } });

  for (const { isOver } of streams) await expect.poll(isOver).toBe(true);
  // Those who speak SSE are told by an end without `complete`.
  expect(streams.map(({ codes }) => codes.join())).toEqual([
    '1012',
    expect.stringContaining('Connection closed while having active streams'),
    expect.stringContaining('Connection closed while having active streams'),
    'SERVICE_RESTART',
  ]);
  expect(await gateway.ended).toBe(0);
});

it('while a stream is slow to end, listening has ended, and whatever was begun is answered', async () => {
  await using ending = await startGatewayProcess({
    supergraphSdl: graph.supergraphSdl,
    environment: 'production',
    settings: { http: { announceMs: 200 } },
  });
  graph.posts.behaviour = 'waits';
  const isAsked = (name: string): boolean => graph.posts.calls.some(({ query }) => query.includes(name));
  const slow = send('graphql-ws', ending, { query: '{ slow: latest { text } }' });
  await expect.poll(() => isAsked('slow')).toBe(true);

  // Each begins when the one before is under way, until nobody listens any more.
  const begun: { name: string; status: Promise<number | undefined> }[] = [];
  ending.signal('SIGTERM');
  for (let isRefused = false; !isRefused; ) {
    const name = `late${begun.length}_`;
    const status = post(ending.url, { query: `{ ${name}: latest { text } }` }).then(
      (answer) => answer.status,
      () => {
        isRefused = true;
        return undefined;
      },
    );
    begun.push({ name, status });
    await expect.poll(() => isRefused || isAsked(name), { interval: 1 }).toBe(true);
  }
  await expect(fetch(ending.origin)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  expect(slow.isOver()).toBe(false);
  graph.posts.letGo();
  for (const { name, status } of begun) expect([name, await status]).toEqual([name, isAsked(name) ? 200 : undefined]);
  await expect.poll(slow.isOver).toBe(true);
  expect(slow.data).toEqual([{ slow: { text: 'Hello' } }]);
  expect(await ending.ended).toBe(0);
});
