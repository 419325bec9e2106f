import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { readBody } from './read-body.ts';

const LIMITS = { maxBodyBytes: 100_000, bodyTimeoutMs: 60_000 };

it('a body in chunks of one byte is read, and its chunks are not kept', async () => {
  const concat = vi.spyOn(Buffer, 'concat');
  const body = new PassThrough();
  const read = readBody(body, LIMITS);
  const text = 'é'.repeat(LIMITS.maxBodyBytes / 2);
  for (const byte of Buffer.from(text)) body.write(Buffer.from([byte]));
  body.end();
  expect(await read).toBe(text);
  expect(concat.mock.calls.filter(([chunks]) => chunks.length > 2)).toEqual([]);
});

it('one byte more is refused', async () => {
  const body = new PassThrough();
  const read = readBody(body, LIMITS);
  body.end(Buffer.alloc(LIMITS.maxBodyBytes + 1, 'x'));
  await expect(read).rejects.toMatchObject({ statusCode: 413 });
});
