import { ApolloClient, ApolloLink, CombinedProtocolErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { RetryLink } from '@apollo/client/link/retry';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

const SUBSCRIPTION = gql`subscription Hear { said }`;

let chat: ChatServer;
const clients: ApolloClient[] = [];

beforeEach(async () => {
  chat = await chatServer({ heartbeatMs: 20 });
});
afterEach(async () => {
  for (const made of clients.splice(0)) made.stop();
  await chat.close();
});

const listeners = (count: number): Promise<void> => expect.poll(() => chat.engine.listening).toBe(count);

function client(links: ApolloLink[] = [], headers: Record<string, string> = {}): ApolloClient {
  const http = new HttpLink({ uri: () => chat.url, headers });
  const made = new ApolloClient({ link: ApolloLink.from([...links, http]), cache: new InMemoryCache() });
  clients.push(made);
  return made;
}

function subscribe(asking: ApolloClient, extensions: Record<string, unknown> = {}) {
  const got: { data?: unknown; eventId?: unknown; error?: unknown }[] = [];
  const subscription = asking.subscribe({ query: SUBSCRIPTION, extensions, fetchPolicy: 'no-cache' }).subscribe({
    next: ({ data, error, extensions: told }) =>
      got.push({ data, ...(error && { error }), ...(told && { eventId: told['eventId'] }) }),
    error: (error: unknown) => got.push({ error }),
    complete: () => got.push({ data: 'complete' }),
  });
  return { got, subscription };
}

it('Apollo Client gets the events of a subscription over HTTP, past heartbeats, and its end', async () => {
  const { got } = subscribe(client());
  await listeners(1);
  chat.engine.say('one');
  chat.engine.say('two');
  await expect.poll(() => got.map(({ data }) => data)).toEqual([{ said: 'one' }, { said: 'two' }]);
  chat.engine.end();
  await expect.poll(() => got.at(-1)).toEqual({ data: 'complete' });
  await expect.poll(() => chat.open.connections).toBe(0);
});

it('Apollo Client goes on after the last event that it had', async () => {
  for (const text of ['one', 'two']) chat.engine.say(text);
  const { got } = subscribe(client(), { lastEventId: '1' });
  await expect.poll(() => got.map(({ data }) => data)).toEqual([{ said: 'two' }]);
});

it('Apollo Client ends a subscription', async () => {
  const { subscription } = subscribe(client());
  await listeners(1);
  subscription.unsubscribe();
  await listeners(0);
  expect(chat.open.operations).toBe(0);
});

it('Apollo Client is told what is wrong with a subscription', async () => {
  const errors: unknown[] = [];
  client()
    .subscribe({ query: gql`subscription { nothing }` })
    .subscribe({ next: ({ error }) => errors.push(error), error: (error) => errors.push(error) });
  await expect.poll(() => errors.length).toBe(1);
  expect(String(errors[0])).toContain('Cannot query field "nothing"');
});

it('Apollo Client is told when its token is worthless', async () => {
  const { got } = subscribe(client([], { authorization: 'Bearer ada' }));
  await listeners(1);
  chat.expire('ada');
  await expect.poll(() => got.some(({ error }) => CombinedProtocolErrors.is(error))).toBe(true);
  await listeners(0);
});

it('Apollo Client comes back when the server restarts, by its RetryLink', async () => {
  const { got } = subscribe(client([new RetryLink({ delay: { initial: 1 }, attempts: { max: 100 } })]));
  await listeners(1);
  chat.engine.say('one');
  await expect.poll(() => got.length).toBe(1);
  const old = chat;
  chat = await chatServer();
  await old.close();
  await listeners(1);
  chat.engine.say('two');
  await expect.poll(() => got.map(({ data }) => data)).toEqual([{ said: 'one' }, { said: 'two' }]);
});
