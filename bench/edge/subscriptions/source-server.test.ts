import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createSource } from './source-server.ts';
import { Subscribers } from './subscribers.ts';

const source = createSource();
let url = '';
beforeAll(async () => {
  source.server.listen(0, '127.0.0.1');
  await once(source.server, 'listening');
  url = `ws://127.0.0.1:${(source.server.address() as AddressInfo).port}`;
});
afterAll(() => {
  source.server.closeAllConnections();
  source.server.close();
});

it('tells subscribers of events, as they ask, until they want no more', async () => {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  await once(socket, 'open');
  const next = async (): Promise<unknown> => {
    const [data] = (await once(socket, 'message')) as [Buffer];
    return JSON.parse(data.toString());
  };
  socket.send('{"type":"connection_init"}');
  expect(await next()).toEqual({ type: 'connection_ack' });
  socket.send('{"type":"subscribe","id":"a","payload":{"query":"subscription { changed { n: number } }"}}');
  socket.send('{"type":"ping"}');
  expect(await next()).toEqual({ type: 'pong' });
  expect(source.subscriptions()).toBe(1);
  source.emit(3);
  expect(await next()).toEqual({ type: 'next', id: 'a', payload: { data: { changed: { n: 3 } } } });
  socket.send('{"type":"complete","id":"a"}');
  socket.send('{"type":"ping"}');
  await next();
  expect(source.subscriptions()).toBe(0);
  socket.terminate();
});

it('subscribers tell what is not what they have asked for', async () => {
  const subscribers = new Subscribers();
  await subscribers.answer({ kind: 'open', url, count: 2, asks: 'equal' });
  const received = () => subscribers.answer({ kind: 'received', number: 1 });
  // This server alone knows no headline.
  await expect.poll(() => source.subscriptions()).toBe(2);
  source.emit(1);
  await expect.poll(async () => (await received()).wrong).toBe(2);
  expect(await received()).toMatchObject({ received: 0, closed: 0, firstWrong: expect.stringContaining('headline') });
  await subscribers.answer({ kind: 'close' });
});
