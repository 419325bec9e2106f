import { expect, it } from 'vitest';
import { CollectedBytes } from './collected-bytes.ts';

const collect = (chunks: readonly Buffer[]): CollectedBytes => {
  const collected = new CollectedBytes();
  for (const chunk of chunks) collected.add(chunk);
  return collected;
};

it.each([
  ['nothing', []],
  ['one chunk', [Buffer.from('abc')]],
  ['empty chunks', [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(0), Buffer.from('b')]],
  ['chunks of all sizes', [1, 3, 5_000, 2, 70_000, 1].map((size, n) => Buffer.alloc(size, n))],
])('gives back %s', (_, chunks) => {
  const collected = collect(chunks);
  expect(collected.bytes().equals(Buffer.concat(chunks))).toBe(true);
  expect(collected.sizeBytes).toBe(Buffer.concat(chunks).length);
});

it('keeps single bytes in one buffer, of twice their number', () => {
  const collected = collect(Array.from({ length: 100_000 }, (_, n) => Buffer.from([n % 256])));
  expect(collected.bytes().buffer.byteLength).toBeLessThanOrEqual(200_000);
  expect(collected.bytes().buffer).toBe(collected.bytes().buffer);
  expect(collected.bytes().subarray(254, 258)).toEqual(Buffer.from([254, 255, 0, 1]));
});

it('copies the first chunk only when there is a second, and writes into none', () => {
  const first = Buffer.from('abcdef').subarray(0, 3);
  const collected = collect([first]);
  expect(collected.bytes().buffer).toBe(first.buffer);
  collected.add(Buffer.from('x'));
  expect([collected.bytes().toString(), first.toString()]).toEqual(['abcx', 'abc']);
});
