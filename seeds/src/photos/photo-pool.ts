import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPhotoEncoder, defaultLimits, measure } from '@accounts-center/app-kit/seeding';
import { demoPortrait, demoScene } from '@accounts-center/constellation/demo-photos';
import type { Picture } from './picture.ts';

/**
 * Draws pictures and encodes them as uploads are.
 * @param folder gets a folder for each
 */
export async function drawPictures(folder: string, count: number): Promise<Picture[]> {
  await rm(folder, { recursive: true, force: true });
  const encode = createPhotoEncoder(defaultLimits);

  async function draw(number: number): Promise<Picture> {
    const own = join(folder, String(number));
    await mkdir(own, { recursive: true });
    const drawn = await (number % 3 === 0 ? demoPortrait(`Portrait ${number}`) : demoScene(`Scene ${number}`));
    const input = join(own, 'drawn');
    await writeFile(input, Buffer.from(await drawn.arrayBuffer()));
    const encoded = await encode(input, own);
    await rm(input);
    if (!encoded.ok) throw new Error(`The app does not take a drawn picture: ${encoded.code}`);
    const { width, height, mainFile } = encoded;
    const facts = { kind: 'PHOTO', mainFile, durationMs: null, width, height } as const;
    return { folder: own, ...facts, ...(await measure(join(own, mainFile))) };
  }
  return Promise.all(Array.from({ length: count }, (_, number) => draw(number)));
}
