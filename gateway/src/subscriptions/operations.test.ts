import { createHash } from 'node:crypto';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { ApolloServer } from '@apollo/server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Admission } from '../admission.ts';
import { Refusal } from '../errors/refusal.ts';
import { noMutationsByGet } from './no-mutations-by-get.ts';
import { createOperations, type OperationRequest, type Operations, type RunOptions } from './operations.ts';
import { type ChatCaller, type ChatContext, ChatEngine } from './testing/chat-engine.ts';

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
    documents: {
      resolve: (operation) => {
        if (operation.documentId === 'known') return { ...operation, query: '{ hello }' };
        if (operation.documentId !== undefined) throw new Refusal(400, 'PERSISTED_QUERY_NOT_IN_LIST', 'Unknown.');
        return operation;
      },
    },
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
