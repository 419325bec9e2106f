import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { createSubgraph } from '../graphql/subgraph.ts';
import { IDENTITY_HEADER } from '../identity/identity.ts';
import { createIdentitySigner } from '../identity/identity-signer.ts';
import { createIdentityVerifier } from '../identity/identity-verifier.ts';
import { generateKeyring } from '../identity/keyring.ts';
import { createIds } from '../ids.ts';
import { createLogger } from '../logger.ts';
import { createOutbox } from '../outbox/outbox.store.ts';
import { outboxTables } from '../outbox/outbox.table.ts';
import { createOutboxWorker } from '../outbox/outbox.worker.ts';
import { createServiceServer } from '../server.ts';
import { httpTransport } from '../service-client/http-transport.ts';
import { createServiceClient } from '../service-client/service-client.ts';
import { type CollectedSpan, type Collector, startCollector } from '../testing/otlp-collector.ts';
import { createTracing, type Tracing } from './tracing.ts';

const keyring = generateKeyring(['gateway>posts', 'posts>mails']);
const clock = systemClock;
const gateway = createIdentitySigner({ issuer: 'gateway', keyring, clock });
const posts = createIdentitySigner({ issuer: 'posts', keyring, clock });
const admit = (audience: string, issuer: string) =>
  createIdentityVerifier({ audience, keyring, allowedIssuers: [issuer], clock });

/** A subgraph that asks a sister service, and has a job done later that asks it, too. */
async function startFamily(traces: Tracing, db: Database) {
  const lines: string[] = [];
  const log = createLogger({ name: 'posts', level: 'warn', destination: { write: (line) => void lines.push(line) } });
  const mails = createServiceServer({
    name: 'mails',
    log,
    verifier: admit('mails', 'posts'),
    tracer: traces.tracer('mails'),
  });
  mails.get('/count/:id', async () => '1');
  const address = await mails.listen({ host: '127.0.0.1', port: 0 });
  const client = createServiceClient(httpTransport({ addresses: { mails: address } }));
  const askMails = async (): Promise<string> => {
    const headers = { [IDENTITY_HEADER]: await posts.for('mails') };
    return await (
      await client.send({ service: 'mails', method: 'GET', path: '/count/7', headers, timeoutMs: 5_000 })
    ).text();
  };
  const tracer = traces.tracer('posts');
  const ids = createIds({ clock });
  const outbox = createOutbox({ db, clock, ids });
  const push = { push: () => Promise.resolve() };
  const handlers = { count: async () => ((await askMails()) === '1' ? ('done' as const) : { retryAt: new Date() }) };
  const worker = createOutboxWorker({ db, clock, ids, log, push, service: 'posts', handlers, tracer });
  const subgraph = await createSubgraph({
    typeDefs: 'type Query { mails: String } type Mutation { post: Boolean }',
    resolvers: {
      Query: { mails: () => askMails() },
      Mutation: {
        post: async () => {
          log.warn('posting');
          await db.write((tx) => outbox.enqueue(tx, { type: 'count', destination: 'posts', payload: { size: 1 } }));
          return true;
        },
      },
    },
    verifier: admit('posts', 'gateway'),
    context: () => ({}),
    log,
    tracer,
  });
  const server = createServiceServer({ name: 'posts', log, verifier: admit('posts', 'gateway'), tracer });
  subgraph.mount(server);
  const close = async (): Promise<void> => {
    await server.close();
    await worker.stop();
    await client.close();
    await mails.close();
  };
  return { server, subgraph, worker, lines, close };
}

const traceId = '0af7651916cd43dd8448eb211c80319c';
const headers = async (flags: string) => ({
  [IDENTITY_HEADER]: await gateway.for('posts'),
  traceparent: `00-${traceId}-b7ad6b7169203331-${flags}`,
});

/** Each span as `service: name`, by that of its parent. */
async function tree(collector: Collector, count: number): Promise<Record<string, string>> {
  await vi.waitUntil(async () => (collector.spans.length >= count ? true : undefined), { timeout: 10_000 });
  const nameOf = ({ service, name }: CollectedSpan) => `${service}: ${name}`;
  const names = new Map(collector.spans.map((span) => [span.spanId, nameOf(span)]));
  return Object.fromEntries(
    collector.spans.map((span) => [nameOf(span), names.get(span.parentSpanId ?? '') ?? span.parentSpanId ?? '']),
  );
}

eachDialect((_dialect, openDatabase) => {
  let db: Database;
  let collector: Collector;
  let tracing: Tracing;
  let family: Awaited<ReturnType<typeof startFamily>>;
  beforeAll(async () => {
    db = await openDatabase({ tables: [outboxTables] });
  });
  beforeEach(async () => {
    collector = await startCollector();
    tracing = await createTracing({ otlpUrl: collector.url, sampleRatio: 0, log: createLogger({ name: 'tracing' }) });
    family = await startFamily(tracing, db);
  });
  afterEach(async () => {
    await family.close();
    await tracing.close();
    await collector[Symbol.asyncDispose]();
  });

  it('a request over HTTP, its operation, and its call of another service are one trace', async () => {
    const payload = { query: 'query Mails__posts__0 { mails }' };
    const answer = await family.server.inject({
      method: 'POST',
      url: '/graphql',
      headers: await headers('01'),
      payload,
    });
    expect(answer.json()).toEqual({ data: { mails: '1' } });
    expect(await tree(collector, 4)).toEqual({
      'posts: POST /graphql': 'b7ad6b7169203331',
      'posts: query Mails__posts__0': 'posts: POST /graphql',
      'posts: GET mails': 'posts: query Mails__posts__0',
      'mails: GET /count/:id': 'posts: GET mails',
    });
    expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
    expect(JSON.stringify(collector.spans)).not.toContain('count/7');
  });

  it('a job belongs to the trace of the request that caused it, and log lines say to which', async () => {
    const query = 'mutation { post }';
    const result = await family.subgraph.executeLocally({ query, headers: await headers('01') });
    expect(result).toMatchObject({ data: { post: true } });
    expect(family.lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { msg: 'posting', trace_id: traceId, span_id: expect.any(String) },
    ]);
    expect(await family.worker.drain()).toBe(1);
    expect(await tree(collector, 4)).toEqual({
      'posts: mutation': 'b7ad6b7169203331',
      'posts: job count': 'posts: mutation',
      'posts: GET mails': 'posts: job count',
      'mails: GET /count/:id': 'posts: GET mails',
    });
  });

  it('nothing is recorded of a request that is not sampled, or of what asks for health', async () => {
    const query = 'mutation { post }';
    await family.subgraph.executeLocally({ query, headers: await headers('00') });
    await family.server.inject({ url: '/ready', headers: await headers('01') });
    expect(await family.worker.drain()).toBe(1);
    await tracing.close();
    expect(collector.spans).toEqual([]);
    expect(family.lines.join('')).not.toContain('trace_id');
  });
});
