import { expect, it } from 'vitest';
import type { EventListening } from './event-bus.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { eventId } from './event-id.ts';

const EPOCH_MS = 1_000;

/** A hub that has told the events with these numbers, and who comes back to it after the first. */
function cameBack({ told = 4, replayEvents = 10, replayedUntil = 0 } = {}) {
  const hub = createEventHub({ replayEvents });
  hub.begin(EPOCH_MS, 0, replayedUntil);
  tell(hub, 1, told);
  const heard: unknown[] = [];
  const listening = hub.subscribe('delivered', ({ value }) => heard.push(value), {
    afterId: eventId({ epochMs: EPOCH_MS, sequence: 1 }),
    onGap: () => heard.push('gap'),
  });
  return { hub, heard, ...listening, missed: taken(listening) };
}

function tell(hub: EventHub, from: number, to = from): void {
  for (let sequence = from; sequence <= to; sequence += 1)
    hub.tell({ field: 'delivered', arguments: {}, value: sequence }, sequence);
}

/** Gives one after the other: what an event says, or what stands for a gap. */
function* taken({ missed = [] }: EventListening): Generator<unknown, void> {
  for (const event of missed) yield event ? event.value : 'gap';
}

it('tells a listener nothing before it has taken what it missed, and then what comes', () => {
  const { hub, heard, missed } = cameBack();
  expect(missed.next().value).toBe(2);
  tell(hub, 5);
  expect([[...missed], heard]).toEqual([[3, 4, 5], []]);
  tell(hub, 6);
  expect(heard).toEqual([6]);
});

it('tells of a gap in the place of what a listener has yet to take and is not kept any more, and goes on with what is', () => {
  const { hub, heard, missed } = cameBack();
  expect(missed.next().value).toBe(2);
  tell(hub, 5, 20);
  expect([[...missed], heard]).toEqual([['gap', 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], []]);
  tell(hub, 21);
  expect(heard).toEqual([21]);
});

it.each([
  ['events were lost', (hub: EventHub) => hub.gap(6)],
  ['the stream is another one', (hub: EventHub) => hub.begin(EPOCH_MS + 1, 6)],
])('tells of a gap in its place where %s meanwhile', (_, lose) => {
  const { hub, heard, missed } = cameBack();
  expect(missed.next().value).toBe(2);
  lose(hub);
  tell(hub, 7);
  expect([[...missed], heard]).toEqual([['gap', 7], []]);
  tell(hub, 8);
  expect(heard).toEqual([8]);
});

it('tells who has come back before all old events were there the others as they come', () => {
  const { hub, heard, missed } = cameBack({ replayedUntil: 6 });
  expect([...missed]).toEqual([2, 3, 4]);
  tell(hub, 5, 7);
  expect(heard).toEqual([5, 6, 7]);
});

it('gives nothing more to who has closed', () => {
  const { hub, heard, missed, close } = cameBack();
  expect(missed.next().value).toBe(2);
  close();
  expect([...missed]).toEqual([]);
  tell(hub, 5);
  expect(heard).toEqual([]);
});
