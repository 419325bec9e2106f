import { expect, it } from 'vitest';
import { fetchPath } from '../compile/fetch-path.ts';
import type { JsonObject } from '../json.ts';
import { takePlaces } from './entities.ts';
import type { Run } from './run.ts';

interface FindOptions {
  readonly mayShare: boolean;
  readonly keyField: string | undefined;
}

function find(authors: JsonObject[], { mayShare, keyField }: FindOptions = { mayShare: true, keyField: 'id' }) {
  const data = { posts: authors.map((author) => ({ author })) };
  const run = { data, isShared: false } as unknown as Run;
  const fetch = { path: fetchPath(['posts', '@', 'author']), keyField } as Parameters<typeof takePlaces>[0];
  const places = [...takePlaces(fetch, mayShare, run)];
  return { places, isShared: run.isShared, stand: data.posts.map(({ author }) => places.indexOf(author)) };
}
const ann = (): JsonObject => ({ __typename: 'Person', id: '1' });

it('equal objects with nothing below them become one', () => {
  const { places, isShared, stand } = find([ann(), { __typename: 'Person', id: '2' }, ann(), ann()]);
  expect({ count: places.length, isShared, stand }).toEqual({ count: 2, isShared: true, stand: [0, 1, 0, 0] });
});

it.each<[string, JsonObject[], Parameters<typeof find>[1]?]>([
  ['of other types', [ann(), { __typename: 'Robot', id: '1' }]],
  ['with other fields', [ann(), { ...ann(), name: 'Ann' }]],
  ['without a field of the other', [{ ...ann(), name: 'Ann' }, ann()]],
  [
    'with something below them',
    [
      { ...ann(), of: {} },
      { ...ann(), of: {} },
    ],
  ],
  ['that no field tells apart', [ann(), ann()], { mayShare: true, keyField: undefined }],
  ['whose places may not share', [ann(), ann()], { mayShare: false, keyField: 'id' }],
])('objects %s stay apart', (_, authors, options) => {
  expect(find(authors, options)).toMatchObject({ isShared: false, stand: [0, 1] });
});

it('an object that stands at several places already is found once', () => {
  const shared = ann();
  expect(find([shared, shared])).toMatchObject({ places: [shared], stand: [0, 0] });
  const large = { ...ann(), of: {} };
  expect(find([large, large])).toMatchObject({ places: [large], stand: [0, 0] });
});
