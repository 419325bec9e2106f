import { createHash } from 'node:crypto';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { ApolloServer } from '@apollo/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Admission } from '../admission.ts';
import { Refusal } from '../errors/refusal.ts';
import type { TrustedDocuments } from '../persisted-operations/trusted-documents.ts';
import { openCounters } from '../rate-limits/open-counters.ts';
import { type RateLimitContext, rateLimitOperations } from '../rate-limits/rate-limit-operations.ts';
import { createRateLimits, type LimitedCaller } from '../rate-limits/rate-limits.ts';
import { noMutationsByGet } from './no-mutations-by-get.ts';
import { createOperations, type OperationRequest, type Operations, type RunOptions } from './operations.ts';
import { type ChatCaller, type ChatContext, ChatEngine } from './testing/chat-engine.ts';

const documents: TrustedDocuments = {
  operationNames: [],
  resolve: (operation) => {
    if (operation.documentId === 'known') return { ...operation, query: '{ hello }' };
    if (operation.documentId !== undefined) throw new Refusal(400, 'PERSISTED_QUERY_NOT_IN_LIST', 'Unknown.');
    return operation;
  },
};

let engine: ChatEngine;
let apollo: ApolloServer<ChatContext>;
let operations: Operations<ChatCaller>;
let fails = false;

beforeEach(async () => {
  fails = false;
  engine = new ChatEngine();
  apollo = new ApolloServer({
    gateway: engine.gateway,
    logger: silentLogger,
    stopOnTerminationSignals: false,
    plugins: [noMutationsByGet()],
  });
  await apollo.start();
  operations = createOperations<ChatCaller, ChatContext>({
    apollo,
    turnOf: (caller) => caller,
    documents,
    admission: new Admission(4),
    contextOf: (caller, stream) => {
      if (fails) throw new Error('secret');
      return { caller, ...stream };
    },
    write: JSON.stringify,
    log: silentLogger,
  });
});
afterEach(() => apollo.stop());

async function run(
  request: OperationRequest,
  options: Partial<RunOptions> = {},
  now: () => string | undefined = () => 'ada',
) {
  const outcome = await operations.run(request, { now }, { signal: new AbortController().signal, ...options });
  if (outcome.kind === 'events') return outcome;
  return {
    status: outcome.httpStatus,
    body: JSON.parse(outcome.result.toString()) as { data?: unknown; errors?: unknown },
  };
}
const refusedFor = (code: string) => ({ body: { errors: [{ extensions: { code } }] } });

it('answers a query once, and a subscription by its events', async () => {
  expect(await run({ query: '{ hello }' })).toMatchObject({ body: { data: { hello: 'hello, ada' } } });
  const outcome = await run({ query: 'subscription { said }' });
  if (!('events' in outcome)) throw new Error('There are no events.');
  const first = outcome.events[Symbol.asyncIterator]().next();
  await expect.poll(() => engine.listening).toBe(1);
  engine.say('one');
  expect(await first).toMatchObject({ value: { id: '1' } });
});

it('takes the id of a trusted document, and refuses what is not trusted before anybody reads it', async () => {
  expect(await run({ query: '', documentId: 'known' })).toMatchObject({ body: { data: { hello: 'hello, ada' } } });
  const unknown = await run({ query: '', documentId: 'unknown' });
  expect(unknown).toMatchObject({ status: 400, ...refusedFor('PERSISTED_QUERY_NOT_IN_LIST') });
});

it('takes a hash for a text, though the client had to send an empty one', async () => {
  const query = '{ hello }';
  const persistedQuery = { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') };
  expect(await run({ query: '', extensions: { persistedQuery } })).toMatchObject(
    refusedFor('PERSISTED_QUERY_NOT_FOUND'),
  );
  await run({ query, extensions: { persistedQuery } });
  expect(await run({ query: '', extensions: { persistedQuery } })).toMatchObject({
    body: { data: { hello: 'hello, ada' } },
  });
});

it('changes nothing where it may only read', async () => {
  const mutation = { query: 'mutation { say(text: "x") }' };
  expect(await run(mutation, { isReadOnly: true })).toMatchObject({ status: 405 });
  expect(engine.executed).toEqual([]);
  expect(await run(mutation)).toMatchObject({ body: { data: { say: 'say, ada' } } });
});

it('does nothing for whoever has lost its identity, or has gone', async () => {
  expect(await run({ query: '{ hello }' }, {}, () => undefined)).toMatchObject({
    status: 401,
    ...refusedFor('UNAUTHENTICATED'),
  });
  await run({ query: '{ hello }' }, { signal: AbortSignal.abort() });
  expect(engine.executed).toEqual([]);
});

it('ends the events that nobody waits for any more', async () => {
  const gone = new AbortController();
  const running = run({ query: 'subscription { said }' }, { signal: gone.signal });
  gone.abort();
  await running;
  expect(engine.listening).toBe(0);
});

it('refuses a document that is nested too deeply', async () => {
  const query = `${'{a'.repeat(200)}${'}'.repeat(200)}`;
  expect(await run({ query })).toMatchObject({ status: 400, ...refusedFor('GRAPHQL_PARSE_FAILED') });
});

it('says nothing of what fails unexpectedly', async () => {
  fails = true;
  const outcome = await run({ query: '{ hello }' });
  expect(outcome).toMatchObject({ status: 500, ...refusedFor('INTERNAL_SERVER_ERROR') });
  expect(JSON.stringify(outcome)).not.toContain('secret');
});

describe('with five requests a minute', () => {
  let limited: ApolloServer<RateLimitContext>;
  let ask: (request: OperationRequest, options?: Partial<RunOptions>) => Promise<string | undefined>;
  let isExpired = false;

  beforeEach(async () => {
    isExpired = false;
    const rules = [{ name: 'all', by: 'address', limit: 5, perMs: 60_000 } as const];
    const limits = createRateLimits(rules, await openCounters('memory', silentLogger));
    if (!limits) throw new Error('no rules');
    limited = new ApolloServer<RateLimitContext>({
      gateway: engine.gateway,
      logger: silentLogger,
      stopOnTerminationSignals: false,
      plugins: [rateLimitOperations(limits)],
    });
    await limited.start();
    const { run: runLimited } = createOperations<LimitedCaller, RateLimitContext>({
      apollo: limited,
      turnOf: () => '',
      documents,
      admission: new Admission(4),
      countRequest: (caller) => limits.countRequest(caller),
      contextOf: (caller, { counted }) => ({ caller, counted }),
      write: JSON.stringify,
      log: silentLogger,
    });
    const now = (): LimitedCaller | undefined => (isExpired ? undefined : { clientAddress: '192.0.2.1' });
    ask = async (request, options = {}) => {
      const outcome = await runLimited(request, { now }, { signal: new AbortController().signal, ...options });
      if (outcome.kind === 'events') throw new Error('There are events.');
      const { errors } = JSON.parse(outcome.result.toString()) as { errors?: { extensions: { code: string } }[] };
      return errors?.[0]?.extensions.code;
    };
  });
  afterEach(() => limited.stop());

  const times = async (count: number, asked: () => Promise<string | undefined>) => {
    const codes = [];
    for (let at = 0; at < count; at++) codes.push(await asked());
    return codes;
  };
  const tooDeep = { query: `${'{a'.repeat(200)}${'}'.repeat(200)}` };

  it.each<[string, OperationRequest, string, Partial<RunOptions>?]>([
    ['is nested too deeply', tooDeep, 'GRAPHQL_PARSE_FAILED'],
    ['guesses a trusted document', { documentId: 'x' }, 'PERSISTED_QUERY_NOT_IN_LIST'],
    ['has an event id too long', { query: '{ hello }' }, 'BAD_USER_INPUT', { lastEventId: 'x'.repeat(129) }],
    ['does not parse', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
  ])('what %s counts', async (_, request, code, options = {}) => {
    expect(await times(6, () => ask(request, options))).toEqual([...Array<string>(5).fill(code), 'RATE_LIMITED']);
    expect(await ask({ query: '{ hello }' })).toBe('RATE_LIMITED');
    expect(engine.executed).toEqual([]);
  });

  it('what is answered counts once', async () => {
    const codes = await times(6, () => ask({ query: '{ hello }' }));
    expect(codes).toEqual([...Array<undefined>(5), 'RATE_LIMITED']);
    expect(engine.executed).toHaveLength(5);
  });

  it('who has lost its identity learns nothing by guessing', async () => {
    isExpired = true;
    expect(await ask({ documentId: 'x' })).toBe('UNAUTHENTICATED');
    expect(await ask(tooDeep)).toBe('UNAUTHENTICATED');
  });
});
