import { expect, it } from 'vitest';
import { type OpenStream, OpenStreams } from './open-streams.ts';

/** A connection that ends when it is told to. */
function stream(open: OpenStreams, caller = 'ada'): OpenStream & { readonly told: string[] } {
  const told: string[] = [];
  const end = (how: string): void => {
    told.push(how);
    open.delete(made);
  };
  const made = { told, drain: () => end('drain'), destroy: () => end('destroy') };
  open.add(made, caller);
  return made;
}

it('keeps subscriptions up to its limit, and refuses nothing else for them', () => {
  const open = new OpenStreams({ maxOpen: 2, maxPerCaller: 9 });
  for (let begun = 0; begun < 3; begun += 1) expect(open.begin('ada')).toBe(true);
  expect([open.keep(), open.keep(), open.keep()]).toEqual([true, true, false]);
  expect([open.begin('eve'), open.refusalFor('eve')]).toEqual([true, undefined]);
  open.end('ada', false);
  expect(open.keep()).toBe(false);
  open.end('ada', true);
  expect([open.keep(), open.operations]).toEqual([true, 2]);
});

it('gives one caller no more operations than its share, and others theirs', () => {
  const open = new OpenStreams({ maxOpen: 9, maxPerCaller: 2 });
  expect([open.begin('eve'), open.begin('eve'), open.begin('eve'), open.begin('ada')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  open.end('eve', false);
  expect(open.begin('eve')).toBe(true);
});

it('takes as many connections, whether they do anything or not', () => {
  const open = new OpenStreams({ maxOpen: 2, maxPerCaller: 1 });
  const first = stream(open, 'eve');
  expect(open.refusalFor('eve')?.statusCode).toBe(429);
  expect(open.refusalFor('ada')).toBeUndefined();
  stream(open, 'ada');
  expect(open.refusalFor('bob')?.statusCode).toBe(503);
  first.destroy();
  expect(open.refusalFor('eve')).toBeUndefined();
});

it('ends those that come while all end', async () => {
  const open = new OpenStreams({ maxOpen: 9, maxPerCaller: 9 });
  const early = stream(open);
  await open.drain(1_000);
  const late = stream(open);
  expect([early.told, late.told, open.connections]).toEqual([['drain'], ['drain'], 0]);
});
