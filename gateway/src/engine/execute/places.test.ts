import { expect, it } from 'vitest';
import { fetchPath } from '../compile/fetch-path.ts';
import type { JsonObject } from '../json.ts';
import { eachPlace, waysTo } from './places.ts';

const data = (): JsonObject => ({
  constructor: { __typename: 'Maker', id: 0 },
  items: [
    { __typename: 'Good', of: [[{ id: 1 }, null], null] },
    { __typename: 'Bad', of: [[{ id: 2 }]] },
    null,
    { __typename: 'Good', of: 'text' },
    { __typename: 'Good', constructor: { __typename: 'Maker', id: 3 } },
  ],
});

it.each<[(string | number)[], [id: unknown, path: string][]]>([
  [
    ['items', '@', 'of', '@', '@'],
    [
      [1, 'items.0.of.0.0'],
      [2, 'items.1.of.0.0'],
    ],
  ],
  [['items', '@|[Good,Worse]', 'of', '@', '@'], [[1, 'items.0.of.0.0']]],
  [['items', '@', 'constructor'], [[3, 'items.4.constructor']]],
  [['items', '@', 'valueOf'], []],
  [['constructor|[Maker]'], [[0, 'constructor']]],
  [['constructor|[Other]'], []],
  [['items', '@', 'of', 'id'], []],
])('the places at %j', (path, wanted) => {
  const ids: unknown[] = [];
  eachPlace(data(), fetchPath(path), (object) => {
    ids.push(object['id']);
    return object;
  });
  expect(ids).toEqual(wanted.map(([id]) => id));
  expect([...waysTo(data(), fetchPath(path))].map(({ object, path: way }) => [object['id'], way.join('.')])).toEqual(
    wanted,
  );
});

it('what stands at a place can be replaced', () => {
  const given = data();
  eachPlace(given, fetchPath(['items', '@|[Bad]', 'of', '@', '@']), () => ({ id: 'new' }));
  expect(given).toMatchObject({ items: [{ of: [[{ id: 1 }, null], null] }, { of: [[{ id: 'new' }]] }, null, {}, {}] });
});
