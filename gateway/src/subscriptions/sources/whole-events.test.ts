import { expect, test } from 'vitest';
import { EventTooLarge, wholeEvents } from './whole-events.ts';

async function* streamOf(...chunks: string[]): AsyncGenerator<Uint8Array, void> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function cut(maxBytes: number, ...chunks: string[]): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of wholeEvents(streamOf(...chunks), maxBytes)) pieces.push(Buffer.from(piece).toString());
  return pieces;
}

for (const [name, end] of [
  ['LF', '\n'],
  ['CR', '\r'],
  ['CR LF', '\r\n'],
] as const) {
  const one = `event: next${end}data: 1${end}${end}`;
  const two = `data: 2${end}:two${end}data: 2${end}${end}`;

  test(`cuts behind each event whose lines end with ${name}, wherever the chunks end`, async () => {
    const pieces = await cut(10_000, ...(one + two));
    expect(pieces.map((piece) => piece.trim())).toEqual([one.trim(), two.trim()]);
  });

  test(`gives events that came together at once, and keeps what has begun: ${name}`, async () => {
    const pieces = await cut(10_000, one + two + one.slice(0, 5), one.slice(5));
    expect(pieces.map((piece) => piece.trim())).toEqual([(one + two).trim(), one.trim()]);
  });

  test(`an event ends with an empty line only: ${name}`, async () => {
    await expect(cut(300, ...`data: 1${end}`.repeat(40))).rejects.toThrow(EventTooLarge);
  });

  test(`comments by which a stream is kept open are no event: ${name}`, async () => {
    const pieces = await cut(600, ...Array.from({ length: 100 }, () => `:${end}`));
    expect(pieces.join('').trim()).toBe(Array.from({ length: 100 }, () => `:`).join(end));
  });
}

test('counts anew after each event', async () => {
  const event = `data: ${'x'.repeat(500)}\n\n`;
  expect(await cut(1_000, ...Array.from({ length: 50 }, () => event))).toHaveLength(50);
  await expect(cut(1_000, event, event.slice(0, -1), event.slice(0, -1))).rejects.toThrow(
    'An event is larger than 1000 bytes.',
  );
});

test('takes an event however small the parts are in which it comes', async () => {
  const event = `data: ${'x'.repeat(500)}\n\n`;
  expect(await cut(1_000, ...event)).toEqual([event]);
});
