import { expect, it } from 'vitest';
import type { SubscriptionEvent } from '../engine/engine-options.ts';
import { EventStream } from '../engine/subscriptions/event-stream.ts';
import type { Message } from './client-buffer.ts';
import { ClientStream, type Transport } from './client-stream.ts';
import { OpenStreams } from './open-streams.ts';
import type { Outcome } from './operations.ts';

/** A client that reads nothing until it is told to. */
function client(whenSlow: 'close' | 'drop-oldest' = 'drop-oldest') {
  const got: string[] = [];
  const transport: Transport & { unsentBytes: number } = {
    unsentBytes: 1_000_000,
    write: (message: Message) => void got.push('event' in message ? String(message.event.result) : message.kind),
    beat: () => true,
    end: (why) => void got.push(`end: ${why}`),
    destroy: () => {},
  };
  const outcomes = new Map<string, Outcome>();
  const streams = new OpenStreams({ maxOpen: 9, maxPerCaller: 9 });
  const stream = new ClientStream<string>(
    {
      operations: { run: async ({ query = '' }) => outcomes.get(query) as Outcome },
      streams,
      settings: {
        maxPerConnection: 9,
        heartbeatMs: 60_000,
        maxWaitingEvents: 4,
        maxWaitingBytes: 10_000,
        whenSlow,
      },
      keyOf: (caller) => caller,
    },
    { now: () => 'ada' },
    transport,
  );
  const read = (): void => {
    transport.unsentBytes = 0;
    stream.flush();
  };
  return { stream, streams, outcomes, got, read };
}

it('a mutation is answered however many events are dropped after it', async () => {
  const { stream, outcomes, got, read } = client();
  const events = new EventStream<SubscriptionEvent>({ limit: 9, gap: { result: 'gap' }, onLeave: () => {} });
  outcomes.set('mutation', { kind: 'single', result: 'said' }).set('subscription', { kind: 'events', events });
  await stream.start('m', { query: 'mutation' });
  const listening = stream.start('s', { query: 'subscription' });
  for (let at = 1; at <= 6; at += 1) events.push({ result: String(at) });
  events.end();
  await listening;
  expect(got).toEqual([]);
  read();
  expect(got).toEqual(['said', 'complete', '3', '4', '5', '6', 'complete']);
  stream.closed();
});

it.each([
  ['close', { givenUp: 1, dropped: 0 }, 'end: slow'],
  ['drop-oldest', { givenUp: 0, dropped: 2 }, 'complete'],
] as const)('who is too slow is counted, and by %s what becomes of it', async (whenSlow, counts, last) => {
  const { stream, streams, outcomes, got, read } = client(whenSlow);
  const events = new EventStream<SubscriptionEvent>({ limit: 9, gap: { result: 'gap' }, onLeave: () => {} });
  outcomes.set('subscription', { kind: 'events', events });
  const listening = stream.start('s', { query: 'subscription' });
  for (let at = 1; at <= 6; at += 1) events.push({ result: String(at) });
  events.end();
  await listening;
  read();
  expect([streams.slow, got.at(-1)]).toEqual([counts, last]);
  stream.closed();
});

it('what is kept for a client comes as fast as it reads, however much that is', async () => {
  const { stream, streams, outcomes, got, read } = client('close');
  const events = new EventStream<SubscriptionEvent>({ limit: 99, gap: { result: 'gap' }, onLeave: () => {} });
  outcomes.set('subscription', { kind: 'events', events });
  const listening = [stream.start('s', { query: 'subscription' }), stream.start('t', { query: 'subscription' })];
  for (let at = 1; at <= 20; at += 1) events.push({ result: String(at), isKept: true });
  events.end();
  await new Promise(setImmediate);
  expect([got, streams.slow.givenUp]).toEqual([[], 0]);
  read();
  await Promise.all(listening);
  expect(got.filter((text) => text !== 'complete')).toHaveLength(20);
  stream.closed();
});

it('a client that leaves reads nothing more of what is kept for it', async () => {
  const { stream, outcomes, got } = client();
  let hasLeft = false;
  const onLeave = (): void => void (hasLeft = true);
  const events = new EventStream<SubscriptionEvent>({ limit: 99, gap: { result: 'gap' }, onLeave });
  outcomes.set('subscription', { kind: 'events', events });
  const listening = stream.start('s', { query: 'subscription' });
  events.push({ result: '1', isKept: true });
  await new Promise(setImmediate);
  stream.closed();
  await listening;
  expect([got, hasLeft]).toEqual([[], true]);
});
