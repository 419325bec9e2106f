import { expect, it, vi } from 'vitest';
import { createPageLoader } from './page-loader.ts';

it('loads the same page of many lists at once, and each other page apart', async () => {
  const load = vi.fn(async (owners: readonly { id: string }[], page: { first: number }) => {
    return new Map(owners.filter(({ id }) => id !== 'nobody').map(({ id }) => [id, [`${id} ${page.first}`]]));
  });
  const loader = createPageLoader<{ id: string }, string, string>(load);
  const wanted = [
    ['ana', 2],
    ['bob', 2],
    ['ana', 3],
    ['nobody', 2],
    ['ana', 2],
  ] as const;
  const rows = await Promise.all(
    wanted.map(([id, first]) => loader.load({ owner: { id }, page: { first, after: undefined } })),
  );
  expect(rows).toEqual([['ana 2'], ['bob 2'], ['ana 3'], [], ['ana 2']]);
  expect(load.mock.calls.map(([owners]) => owners.map(({ id }) => id))).toEqual([['ana', 'bob', 'nobody'], ['ana']]);
});
