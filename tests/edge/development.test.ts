// A gateway process for developers that composes its subgraphs by itself, and settings that can't be.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type GatewayProcess, runGateway, startGatewayProcess } from './harness/gateway-process.ts';
import { type Graph, startGraph } from './harness/graph.ts';
import { post } from './harness/http.ts';

let graph: Graph;
let gateway: GatewayProcess;

beforeAll(async () => {
  graph = await startGraph();
  gateway = await startGatewayProcess({
    environment: 'development',
    settings: {
      schema: { compose: { people: { url: graph.people.url }, posts: { url: graph.posts.url } } },
      authorization: { unauthorized: 'refuse' },
      limits: { tellCost: true, costBudget: { cost: 1_000, perMs: 3_600_000 } },
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

const QUERY = '{ person(id: "1") { name posts { text } } }';

it('the plan of an operation is told to who asks for it, with or without running it', async () => {
  const planned = await post(gateway.url, { query: QUERY }, { 'x-query-plan': '1' });
  expect(planned.body).toMatchObject({
    data: { person: { name: 'Ann', posts: [{ text: 'Hello' }] } },
    extensions: { queryPlan: { text: expect.stringMatching(/people[\s\S]*posts/) } },
  });
  graph.people.calls.length = 0;
  const dry = await post(gateway.url, { query: QUERY }, { 'apollo-expose-query-plan': 'dry-run' });
  expect(dry.body.extensions).toHaveProperty('apolloQueryPlan.text');
  expect(graph.people.calls).toEqual([]);
});

it('the schema is open, Apollo Sandbox may ask, and so may batches', async () => {
  const schema = await post(gateway.url, { query: '{ __schema { queryType { name } } }' });
  expect(schema.body.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  const origin = 'https://studio.apollographql.com';
  const headers = { origin, 'access-control-request-method': 'POST' };
  const preflight = await fetch(gateway.url, { method: 'OPTIONS', headers });
  expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
  const batch = await post(gateway.url, [{ query: QUERY }, { query: '{ latest { text } }' }]);
  expect(batch.body).toMatchObject([{ data: { person: {} } }, { data: { latest: { text: 'Hello' } } }]);
  const typo = await post(gateway.url, { query: '{ latst { text } }' });
  expect(typo.body.errors?.[0]?.message).toContain('Did you mean "latest"?');
});

it('an operation is refused as a whole for what its caller may not read, and tells its cost otherwise', async () => {
  const refused = await post(gateway.url, { query: '{ person(id: "1") { name email } }' });
  expect([refused.status, refused.codes, refused.body.data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
  const { body } = await post(gateway.url, { query: '{ people(first: 40) { name } }' });
  expect(body.extensions).toMatchObject({ cost: { estimated: 40, actual: 40 } });
});

it('what the operations of a caller may cost together is bounded', async () => {
  const statuses: number[] = [];
  for (let count = 0; count < 3; count++)
    statuses.push((await post(gateway.url, { query: '{ people(first: 400) { name } }' })).status);
  expect(statuses).toEqual([200, 200, 429]);
});

it('settings that can not be are told all at once, each with its line, and nothing starts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-settings-'));
  try {
    const file = join(folder, 'settings.yaml');
    const lines = [
      'http:',
      '  maxBatchSize: many',
      'limits:',
      '  maxDeepness: 3',
      'authentication:',
      '  issuers:',
      '    - issuer: https://id.example',
      '      audience: [graph]',
      '      jwksUrl: ftp://id.example/keys',
      'subgraphs:',
      '  all:',
      '    forwardHeaders: [host]',
    ];
    await writeFile(file, lines.join('\n'));
    const args = ['--supergraph', join(folder, 'none.graphql'), '--settings', file];
    const { code, said } = await runGateway(args, { LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    for (const problem of [
      `${file}:2: http.maxBatchSize:`,
      `${file}:4: limits.maxDeepness: there is no such setting`,
      `${file}:9: authentication.issuers.0.jwksUrl:`,
      `${file}:12: subgraphs.all.forwardHeaders.0: each message has its own`,
      'LOG_LEVEL',
    ])
      expect(said).toContain(problem);
    expect(said).not.toContain('    at ');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
