import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cursorCodec, pageArguments, toConnection } from './paging.ts';

const codec = cursorCodec('feed', z.tuple([z.number(), z.string()]));

describe('cursors', () => {
  it('come back as they went', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (time, id) => {
        expect(codec.decode(codec.encode([time, id]))).toEqual([time, id]);
      }),
    );
  });

  it('of another list, cut, changed or invented are none', () => {
    const cursor = codec.encode([1, 'fbp_1']);
    const other = cursorCodec('followers', z.tuple([z.number(), z.string()]));
    const otherShape = cursorCodec('feed', z.tuple([z.string()]));
    expect(other.decode(cursor)).toBeUndefined();
    expect(otherShape.decode(cursor)).toBeUndefined();
    for (const text of ['', 'x', cursor.slice(0, -2), `A${cursor.slice(1)}`, 'A'.repeat(2_000), '%%%', '💥']) {
      expect(codec.decode(text), text).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => codec.decode(text) === undefined));
  });
});

describe('page arguments', () => {
  it('default to the first twenty', () => {
    expect(pageArguments({}, codec)).toEqual({ first: 20, after: undefined });
    expect(pageArguments({ first: null, after: null }, codec)).toEqual({ first: 20, after: undefined });
    expect(pageArguments({ first: 100, after: codec.encode([1, 'a']) }, codec)).toEqual({
      first: 100,
      after: [1, 'a'],
    });
  });

  it.each([0, -1, 101, 1.5, Number.NaN])('refuse first: %s by name', (first) => {
    expect(() => pageArguments({ first }, codec)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('"first"'), extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });

  it('refuse a malformed cursor by name', () => {
    expect(() => pageArguments({ after: 'rubbish' }, codec)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('"after"'), extensions: { code: 'BAD_USER_INPUT' } }),
    );
  });
});

describe('connections', () => {
  const cursorOf = (row: string) => `c${row}`;

  it('show one page and whether there is more', () => {
    expect(toConnection(['a', 'b', 'c'], { first: 2, after: undefined }, cursorOf)).toEqual({
      nodes: ['a', 'b'],
      edges: [
        { cursor: 'ca', node: 'a' },
        { cursor: 'cb', node: 'b' },
      ],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'ca', endCursor: 'cb' },
    });
  });

  it('may be empty', () => {
    const { pageInfo } = toConnection([], { first: 2, after: ['z'] }, cursorOf);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
  });
});
