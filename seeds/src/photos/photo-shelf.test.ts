import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { diskStorage } from '@accounts-center/app-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawPictures } from './photo-pool.ts';
import { createPhotoShelf } from './photo-shelf.ts';

const one = `fbm_${'0'.repeat(26)}`;
const other = `fbm_${'1'.repeat(26)}`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-shelf-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('media share a picture, and an app may remove one without the other', async () => {
  const [picture] = await drawPictures(join(folder, 'pictures'), 1);
  if (picture === undefined) throw new Error('Nothing was drawn.');
  expect(picture).toMatchObject({ kind: 'PHOTO', mainFile: 'original.jpg', durationMs: null });
  expect(await readdir(picture.folder)).toEqual(['large.webp', 'medium.webp', 'original.jpg', 'small.webp']);

  const root = join(folder, 'media');
  const putOnShelf = createPhotoShelf(root);
  putOnShelf(one, picture);
  putOnShelf(other, picture);
  const storage = diskStorage(root);
  await storage.delete({ id: one, file: 'small.webp' });
  expect(await storage.get({ id: one, file: 'small.webp' })).toBeUndefined();
  const kept = await storage.get({ id: other, file: 'small.webp' });
  expect(kept && (await text(kept.body)).length).toBeGreaterThan(100);
});
