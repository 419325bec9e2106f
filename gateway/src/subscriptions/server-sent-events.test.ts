import { type Client, type ClientOptions, createClient } from 'graphql-sse';
import { EventSource } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

const SUBSCRIPTION = 'subscription { said }';

let chat: ChatServer;
const clients: { dispose(): void }[] = [];

beforeEach(async () => {
  chat = await chatServer({ maxPerConnection: 3, heartbeatMs: 20 });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.dispose();
  await chat.close();
});

const listeners = (count: number): Promise<void> => expect.poll(() => chat.engine.listening).toBe(count);
async function next<T>(iterator: AsyncIterator<T>): Promise<T> {
  return ((await iterator.next()) as IteratorYieldResult<T>).value;
}

describe.each([false, true])('graphql-sse, single connection: %s', (singleConnection) => {
  function client(options: Partial<ClientOptions<boolean>> = {}): Client<boolean> {
    const url = singleConnection ? `${chat.url}/stream` : chat.url;
    const made = createClient<boolean>({ url, singleConnection, retryAttempts: 0, ...options });
    clients.push(made);
    return made;
  }

  it('gets the events of a subscription, each with its id, and its end', async () => {
    const events = client().iterate({ query: SUBSCRIPTION });
    const first = next(events);
    await listeners(1);
    chat.engine.say('one');
    expect(await first).toEqual({ data: { said: 'one' }, extensions: { eventId: '1' } });
    chat.engine.end();
    expect((await events.next()).done).toBe(true);
    await expect.poll(() => chat.open.connections).toBe(0);
    expect(chat.open.operations).toBe(0);
  });

  it('goes on after the last event that it had, when it comes back', async () => {
    for (const text of ['one', 'two', 'three']) chat.engine.say(text);
    const events = client().iterate({ query: SUBSCRIPTION, extensions: { lastEventId: '1' } });
    expect([await next(events), await next(events)]).toMatchObject([
      { data: { said: 'two' } },
      { data: { said: 'three' } },
    ]);
  });

  it('gets the one result of a query or a mutation', async () => {
    const asking = client({ headers: { authorization: 'Bearer ada' } });
    expect(await next(asking.iterate({ query: '{ hello }' }))).toEqual({ data: { hello: 'hello, ada' } });
    const said = await next(asking.iterate({ query: 'mutation { say(text: "x") }' }));
    expect(said).toEqual({ data: { say: 'say, ada' } });
  });

  it('ends a subscription that it does not want any more', async () => {
    const asking = client();
    const ends = ['a', 'b'].map(() =>
      asking.subscribe({ query: SUBSCRIPTION }, { next: () => {}, error: () => {}, complete: () => {} }),
    );
    await listeners(2);
    ends[0]?.();
    await listeners(1);
    ends[1]?.();
    await listeners(0);
    await expect.poll(() => chat.open.connections).toBe(0);
  });

  it('comes back by itself when the server restarts, after the last event', async () => {
    const got: unknown[] = [];
    const lastEventId = { id: '', toJSON: (): string | undefined => lastEventId.id || undefined };
    const asking = client({
      url: () => (singleConnection ? `${chat.url}/stream` : chat.url),
      retryAttempts: 10,
      retry: () => new Promise(setImmediate),
    });
    asking.subscribe<{ said: string }, { eventId: string }>(
      { query: SUBSCRIPTION, extensions: { lastEventId } },
      {
        next: (result) => {
          got.push(result.data?.said);
          lastEventId.id = result.extensions?.eventId ?? '';
        },
        error: (error) => got.push(error),
        complete: () => got.push('complete'),
      },
    );
    await listeners(1);
    chat.engine.say('one');
    await expect.poll(() => got).toEqual(['one']);
    const old = chat;
    chat = await chatServer();
    for (const text of ['one', 'two']) chat.engine.say(text);
    await old.close();
    await expect.poll(() => got).toEqual(['one', 'two']);
  });

  it('learns what is wrong with an operation', async () => {
    const answer = next(client().iterate({ query: '{ nothing }' }));
    if (singleConnection) await expect(answer).rejects.toThrow('400');
    else expect(await answer).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  it('with a token that is worthless gets nothing', async () => {
    const asking = client({ headers: { authorization: 'Bearer forged' } });
    await expect(next(asking.iterate({ query: '{ hello }' }))).rejects.toThrow('401');
  });

  it('loses its subscriptions with its token, and is told so', async () => {
    const events = client({ headers: { authorization: 'Bearer ada' } }).iterate({ query: SUBSCRIPTION });
    const first = next(events);
    await listeners(1);
    chat.expire('ada');
    expect(await first).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    await listeners(0);
    await expect(events.next()).rejects.toThrow();
  });
});

describe('EventSource', () => {
  function source(query: string): { messages: MessageEvent[]; errors: Event[]; url: string } {
    const eventSource = new EventSource(`${chat.url}?query=${encodeURIComponent(query)}`);
    const [messages, errors]: [MessageEvent[], Event[]] = [[], []];
    eventSource.addEventListener('next', (event) => messages.push(event as unknown as MessageEvent));
    eventSource.addEventListener('complete', () => eventSource.close());
    eventSource.addEventListener('error', (event) => errors.push(event as Event));
    clients.push({ dispose: () => eventSource.close() });
    return { messages, errors, url: eventSource.url };
  }

  it('gets events with their ids', async () => {
    const { messages } = source(SUBSCRIPTION);
    await listeners(1);
    chat.engine.say('one');
    await expect.poll(() => messages.map(({ lastEventId }) => lastEventId)).toEqual(['1']);
  });

  it('changes nothing: GET requests bring no mutations', async () => {
    const { messages } = source('mutation { say(text: "x") }');
    await expect.poll(() => messages.length).toBe(1);
    expect(messages[0]?.data).toContain('Send mutations by POST.');
    expect(chat.engine.executed).toEqual([]);
  });

  it('comes back with the header of the last event', async () => {
    for (const text of ['one', 'two']) chat.engine.say(text);
    const response = await fetch(`${chat.url}?query=${encodeURIComponent(SUBSCRIPTION)}`, {
      headers: { accept: 'text/event-stream', 'last-event-id': '1' },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('two')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain('id: 2\ndata: {"data":{"said":"two"},"extensions":{"eventId":"2"}}\n\n');
    expect(text).not.toContain('one');
    await reader?.cancel();
    await listeners(0);
  });
});

it('a page of an allowed origin may read a stream', async () => {
  const headers = { accept: 'text/event-stream', origin: 'https://chat.test' };
  const response = await fetch(`${chat.url}?query={hello}`, { headers });
  expect(response.headers.get('access-control-allow-origin')).toBe('https://chat.test');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.text()).toContain('{"data":{"hello":"hello, nobody"}}');
});

it('a heartbeat goes to whoever has nothing to hear', async () => {
  const response = await fetch(chat.url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: SUBSCRIPTION }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (text.length < 9) text += (await reader?.read())?.value ?? '';
  expect(text.startsWith(':\n\n:\n\n:\n\n')).toBe(true);
  await reader?.cancel();
});

describe('who accepts anything', () => {
  const ask = (query: string): Promise<Response> =>
    fetch(chat.url, {
      method: 'POST',
      headers: { accept: 'application/json, text/event-stream, multipart/mixed', 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });

  it('gets plain queries the plain way, and a stream for a subscription', async () => {
    expect(await (await ask('{ hello }')).json()).toEqual({ data: { hello: 'plain' } });
    const stream = await ask(SUBSCRIPTION);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    await stream.body?.cancel();
  });

  it('gets JSON for what turns out to be no subscription', async () => {
    const answer = await ask('query subscription { hello }');
    expect(await answer.json()).toEqual({ data: { hello: 'hello, nobody' } });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    const wrong = await ask('subscription { nothing }');
    expect(wrong.status).toBe(400);
  });
});
