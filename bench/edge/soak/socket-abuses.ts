import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { LONG_SUBSCRIPTION } from '../subscriptions/item.ts';
import type { OutcomeCounts } from './outcomes.ts';

/** When abusers begin nothing more, and when they give up waiting for their end. */
export interface Ends {
  readonly over: AbortSignal;
  readonly givenUp: AbortSignal;
}

/** Clients that hold a connection and do not use it as they should. */
export interface SocketAbuse {
  readonly title: string;
  /** So many at a time. */
  readonly clients: number;
  /** One connection, until it has ended. */
  readonly hold: (port: number, counts: OutcomeCounts, ends: Ends) => Promise<void>;
}

const DRIP_MS = 1_000;
const SEE_CLOSED_WITHIN_MS = 10_000;
const SLOW_BODY =
  'POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"query":"';
const SLOW_HEAD = 'POST /graphql HTTP/1.1\r\nhost: localhost\r\nx-slow: ';

export const socketAbuses: readonly SocketAbuse[] = [
  { title: 'bodies that come byte by byte', clients: 200, hold: (...how) => drip(SLOW_BODY, ...how) },
  { title: 'headers that come byte by byte', clients: 200, hold: (...how) => drip(SLOW_HEAD, ...how) },
  { title: 'connections that say nothing', clients: 1_000, hold: (...how) => drip('', ...how) },
  { title: 'WebSockets that do not say who they are', clients: 100, hold: mute },
  { title: 'subscribers that never read', clients: 20, hold: neverRead },
];

/** Sends a beginning, and then a byte from time to time. */
async function drip(beginning: string, port: number, counts: OutcomeCounts, { givenUp }: Ends): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('latin1')).slice(0, 10_000);
  });
  if (beginning !== '') socket.write(beginning);
  const timer = setInterval(() => beginning !== '' && socket.write('a'), DRIP_MS);
  const isClosed = await closed(socket, givenUp);
  clearInterval(timer);
  socket.destroy();
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
  if (status > 0) counts.answered(status, text.slice(text.indexOf('\r\n\r\n') + 4));
  else if (isClosed) counts.clear('closed');
  else counts.unclear('still open');
}

/** @returns whether it was, before nobody waits any more */
async function closed(socket: Socket, givenUp: AbortSignal): Promise<boolean> {
  socket.on('error', () => {});
  return once(socket, 'close', { signal: givenUp }).then(
    () => true,
    () => false,
  );
}

async function mute(port: number, counts: OutcomeCounts, { givenUp }: Ends): Promise<void> {
  const socket = open(port);
  const code = await closeCode(socket, givenUp);
  socket.terminate();
  if (code === undefined) counts.unclear('still open');
  else counts.clear(`closed ${code}`);
}

/** What became of it shows when it reads again, at the end. */
async function neverRead(port: number, counts: OutcomeCounts, { over, givenUp }: Ends): Promise<void> {
  const socket = open(port);
  const code = closeCode(socket, givenUp);
  await Promise.race([once(socket, 'open'), code]);
  if (socket.readyState !== WebSocket.OPEN) return counts.clear('refused');
  socket.send('{"type":"connection_init"}');
  await Promise.race([once(socket, 'message'), code]);
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: LONG_SUBSCRIPTION } }));
  socket.pause();
  if (!over.aborted) await once(over, 'abort');
  socket.resume();
  const told = await Promise.race([code, wait(SEE_CLOSED_WITHIN_MS, undefined)]);
  socket.terminate();
  if (told === undefined) counts.unclear('still open');
  else counts.clear(`closed ${told}`);
}

function open(port: number): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false });
  return socket.on('error', () => {});
}

async function closeCode(socket: WebSocket, givenUp: AbortSignal): Promise<number | undefined> {
  return once(socket, 'close', { signal: givenUp }).then(
    ([code]) => code as number,
    () => undefined,
  );
}
