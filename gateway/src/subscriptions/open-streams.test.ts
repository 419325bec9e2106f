import { expect, it } from 'vitest';
import { type OpenStream, OpenStreams } from './open-streams.ts';

/** A connection that ends when it is told to. */
function stream(open: OpenStreams): OpenStream & { readonly told: string[] } {
  const told: string[] = [];
  const end = (how: string): void => {
    told.push(how);
    open.delete(made);
  };
  const made = { told, drain: () => end('drain'), destroy: () => end('destroy') };
  open.add(made);
  return made;
}

it('counts operations up to its limit', () => {
  const open = new OpenStreams(2);
  expect([open.begin(), open.begin(), open.begin()]).toEqual([true, true, false]);
  open.end();
  expect(open.isFull).toBe(false);
  expect(open.begin()).toBe(true);
  expect(open.isFull).toBe(true);
});

it('takes as many connections, whether they do anything or not', () => {
  const open = new OpenStreams(1);
  stream(open);
  expect(open.isFull).toBe(true);
});

it('ends those that come while all end', async () => {
  const open = new OpenStreams(9);
  const early = stream(open);
  await open.drain(1_000);
  const late = stream(open);
  expect([early.told, late.told, open.connections]).toEqual([['drain'], ['drain'], 0]);
});
