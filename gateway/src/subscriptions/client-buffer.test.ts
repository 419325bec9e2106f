import { expect, it } from 'vitest';
import { ClientBuffer, type Message } from './client-buffer.ts';

const LIMITS = { maxWaitingEvents: 3, maxWaitingBytes: 10_000 } as const;

const next = (id: number, { operation = 'a', size = 10 } = {}): Message => ({
  kind: 'next',
  operation,
  event: { id: String(id), result: 'x'.repeat(size) },
});

/** A client that reads nothing until it is told to. */
function client(
  whenSlow: 'close' | 'drop-oldest',
  limits: { maxWaitingEvents: number; maxWaitingBytes: number } = LIMITS,
) {
  const got: string[] = [];
  const sink = {
    unsentBytes: 1_000_000,
    write: (message: Message, missed: number) => {
      const what = 'event' in message ? message.event.id : message.kind;
      got.push(`${what}${missed > 0 ? ` after ${missed}` : ''}`);
    },
  };
  let dropped = 0;
  const buffer = new ClientBuffer(sink, { ...limits, whenSlow }, () => (dropped += 1));
  const read = (): void => {
    sink.unsentBytes = 0;
    buffer.flush();
  };
  return { buffer, got, read, dropped: () => dropped };
}

it('keeps what a client does not read, up to its limit, and gives it in order', () => {
  const { buffer, got, read } = client('close');
  expect([1, 2, 3].map((id) => buffer.send(next(id)))).toEqual([true, true, true]);
  expect(got).toEqual([]);
  read();
  expect(buffer.send(next(4))).toBe(true);
  expect(got).toEqual(['1', '2', '3', '4']);
});

it('gives up a client with more', () => {
  const { buffer } = client('close');
  expect([1, 2, 3, 4].map((id) => buffer.send(next(id)))).toEqual([true, true, true, false]);
});

it('gives up a client with more bytes of refusals', () => {
  const { buffer } = client('close');
  const errors = Array.from({ length: 10 }, () => ({ message: 'x'.repeat(500) }));
  const sent = ['a', 'b'].map((operation) => buffer.send({ kind: 'refused', operation, errors }));
  expect(sent).toEqual([true, false]);
});

it('gives up a client with more bytes, however few events they are', () => {
  const { buffer } = client('close');
  expect([1, 2].map((id) => buffer.send(next(id, { size: 6_000 })))).toEqual([true, false]);
});

it('lets one event alone be larger than all may be: it could never be sent otherwise', () => {
  const { buffer, got, read } = client('close');
  expect(buffer.send(next(1, { size: 50_000 }))).toBe(true);
  read();
  expect(got).toEqual(['1']);
});

it('drops the oldest, and tells how many of which operation', () => {
  const { buffer, got, read, dropped } = client('drop-oldest');
  for (const id of [1, 2, 3, 4, 5]) buffer.send(next(id));
  buffer.send(next(6, { operation: 'b' }));
  read();
  expect(got).toEqual(['4 after 3', '5', '6']);
  expect(dropped()).toBe(3);
});

it('never drops the end of an operation', () => {
  const { buffer, got, read } = client('drop-oldest');
  buffer.send({ kind: 'complete', operation: 'b' });
  for (const id of [1, 2, 3, 4]) buffer.send(next(id));
  read();
  expect(got).toEqual(['complete', '2 after 1', '3', '4']);
});

it('never drops the answer to a query or a mutation, and counts it as no event', () => {
  const { buffer, got, read } = client('drop-oldest', { maxWaitingEvents: 4, maxWaitingBytes: 10_000 });
  const event = { id: 'answer', result: '{"data":{"say":"x"}}' };
  expect(buffer.send({ kind: 'answer', operation: 'b', event })).toBe(true);
  expect(buffer.send({ kind: 'complete', operation: 'b' })).toBe(true);
  for (const id of [1, 2, 3, 4, 5, 6]) expect(buffer.send(next(id))).toBe(true);
  read();
  expect(got).toEqual(['answer', 'complete', '3 after 2', '4', '5', '6']);
});

it('gives up a client that does not take its answers, whatever is dropped', () => {
  const { buffer } = client('drop-oldest');
  const answer = (): Message => ({ kind: 'answer', operation: 'b', event: { result: 'x'.repeat(4_000) } });
  buffer.send(next(1));
  expect([1, 2, 3].map(() => buffer.send(answer()))).toEqual([true, true, false]);
});

it('gives up a client that lets answers pile up which can not be dropped', () => {
  const { buffer } = client('drop-oldest');
  const answers = Array.from({ length: 1_000 }, () => buffer.send({ kind: 'other', text: 'pong' }));
  expect(answers.indexOf(false)).toBeGreaterThan(0);
  expect(answers.indexOf(false)).toBeLessThan(100);
});

it('leaves out what waits of an operation that was ended', () => {
  const { buffer, got, read } = client('close');
  buffer.send(next(1));
  buffer.send(next(2, { operation: 'b' }));
  buffer.forget('a');
  expect([3, 4].map((id) => buffer.send(next(id, { operation: 'b' })))).toEqual([true, true]);
  read();
  expect(got).toEqual(['2', '3', '4']);
});
