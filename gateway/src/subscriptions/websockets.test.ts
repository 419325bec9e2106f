import { once } from 'node:events';
import { type Client, type ClientOptions, CloseCode, createClient } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

const SUBSCRIPTION = 'subscription { said }';

let chat: ChatServer;
const clients: Client[] = [];

beforeEach(async () => {
  chat = await chatServer({ maxPerConnection: 3 });
});
afterEach(async () => {
  for (const made of clients.splice(0)) void made.dispose();
  await chat.close();
});

function client(options: Partial<ClientOptions> = {}): Client {
  const made = createClient({ url: chat.webSocketUrl, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
  clients.push(made);
  return made;
}

const listeners = (count: number): Promise<void> => expect.poll(() => chat.engine.listening).toBe(count);
/** Until somebody listens. */
async function next<T>(iterator: AsyncIterator<T>): Promise<T> {
  return ((await iterator.next()) as IteratorYieldResult<T>).value;
}

describe('graphql-ws', () => {
  it('gets the events of a subscription, each with its id, and its end', async () => {
    const events = client().iterate({ query: SUBSCRIPTION });
    const first = next(events);
    await listeners(1);
    chat.engine.say('one');
    expect(await first).toEqual({ data: { said: 'one' }, extensions: { eventId: '1' } });
    chat.engine.end();
    expect((await events.next()).done).toBe(true);
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

  it('gets the one result of a query or a mutation, and is refused what is not valid', async () => {
    const asking = client({ connectionParams: { authorization: 'Bearer ada' } });
    expect(await next(asking.iterate({ query: '{ hello }' }))).toEqual({ data: { hello: 'hello, ada' } });
    const said = await next(asking.iterate({ query: 'mutation { say(text: "x") }' }));
    expect(said).toEqual({ data: { say: 'say, ada' } });
    await expect(next(asking.iterate({ query: '{ nothing }' }))).rejects.toMatchObject([
      { message: expect.stringContaining('nothing') as string, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(chat.open.operations).toBe(0);
  });

  it('ends a subscription that it does not want any more', async () => {
    const events = client().iterate({ query: SUBSCRIPTION });
    void events.next();
    await listeners(1);
    await events.return?.();
    await listeners(0);
    expect(chat.open.operations).toBe(0);
  });

  it.each([
    ['authorization', { authorization: 'Bearer ada' }],
    ['Authorization', { Authorization: 'Bearer ada' }],
    ['headers.authorization', { headers: { authorization: 'Bearer ada' } }],
  ])('says who it is in %s', async (_, connectionParams) => {
    const answer = await next(client({ connectionParams }).iterate({ query: '{ hello }' }));
    expect(answer).toMatchObject({ data: { hello: 'hello, ada' } });
  });

  it('may say who it is by the header of the upgrade', async () => {
    class Named extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers: { authorization: 'Bearer grace' } });
      }
    }
    const answer = await next(client({ webSocketImpl: Named }).iterate({ query: '{ hello }' }));
    expect(answer).toMatchObject({ data: { hello: 'hello, grace' } });
  });

  it('has no more operations under way than it may', async () => {
    const asking = client();
    const iterators = [1, 2, 3].map(() => asking.iterate({ query: SUBSCRIPTION }));
    for (const iterator of iterators) void iterator.next();
    await listeners(3);
    await expect(next(asking.iterate({ query: SUBSCRIPTION }))).rejects.toMatchObject([
      { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } },
    ]);
  });

  it('loses its subscriptions with its token, and comes back with a new one after the last event', async () => {
    const tokens = ['ada', 'grace'];
    const got: unknown[] = [];
    const asking = client({
      connectionParams: () => ({ authorization: `Bearer ${tokens.shift()}` }),
      retryAttempts: 5,
      retryWait: async () => {},
    });
    const closed = new Promise((resolve) => asking.on('closed', resolve));
    const lastEventId = { id: '', toJSON: (): string | undefined => lastEventId.id || undefined };
    asking.subscribe<{ said: string }, { eventId: string }>(
      { query: SUBSCRIPTION, extensions: { lastEventId } },
      {
        next: (result) => {
          got.push(result.data?.said);
          lastEventId.id = result.extensions?.eventId ?? '';
        },
        error: () => {},
        complete: () => {},
      },
    );
    await listeners(1);
    chat.engine.say('one');
    await expect.poll(() => got).toEqual(['one']);
    chat.expire('ada');
    chat.engine.say('two');
    expect(await closed).toMatchObject({ code: CloseCode.Forbidden });
    await expect.poll(() => got).toEqual(['one', 'two']);
  });
});

describe('who is refused', () => {
  const close = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];
  const connect = (headers: Record<string, string> = {}, protocol = 'graphql-transport-ws'): WebSocket =>
    new WebSocket(chat.webSocketUrl, protocol, { headers });
  const refusedWith = async (socket: WebSocket): Promise<string> =>
    ((await once(socket, 'error')) as [Error])[0].message;

  it('pages of other origins', async () => {
    expect(await refusedWith(connect({ origin: 'https://evil.test' }))).toContain('403');
    const good = connect({ origin: 'https://chat.test' });
    await once(good, 'open');
    good.close();
  });

  it('whoever the hooks of the server refuse, as here for another host', async () => {
    expect(await refusedWith(connect({ host: 'evil.test' }))).toContain('421');
  });

  it('whoever has a forged token', async () => {
    const socket = connect();
    await once(socket, 'open');
    socket.send('{"type":"connection_init","payload":{"authorization":"Bearer forged"}}');
    expect(await close(socket)).toBe(4403);
  });

  it.each([
    ['can not be checked, for the moment', 'unavailable', 1013],
    ['is checked by what fails', 'broken', 4500],
  ])('whoever %s', async (_, token, code) => {
    const socket = connect();
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    expect(await close(socket)).toBe(code);
  });

  it('whoever subscribes before it has said who it is', async () => {
    const socket = connect();
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION } }));
    expect(await close(socket)).toBe(4401);
    expect(chat.engine.executed).toEqual([]);
  });

  it('whoever speaks another protocol', async () => {
    expect(await close(new WebSocket(chat.webSocketUrl))).toBe(4406);
  });
});
