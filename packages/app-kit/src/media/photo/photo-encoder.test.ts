import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaFile } from '../files.ts';
import { defaultLimits } from '../limits.ts';
import { phonePhoto, picture, pngBomb } from '../testing/pictures.ts';
import { createPhotoEncoder } from './photo-encoder.ts';

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'accounts-center-photo-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

async function encode(bytes: Buffer) {
  const folder = await mkdtemp(join(parent, 'of-one-'));
  const input = join(folder, 'received');
  await writeFile(input, bytes);
  const result = await createPhotoEncoder(defaultLimits)(input, folder);
  return { result, read: (file: MediaFile) => readFile(join(folder, file)) };
}

describe('a picture that is taken', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('%s', async (format) => {
    const { result, read } = await encode(await picture(400, 300).toFormat(format).toBuffer());
    expect(result).toEqual({
      ok: true,
      kind: 'PHOTO',
      mainFile: 'original.jpg',
      width: 400,
      height: 300,
      durationMs: null,
    });
    expect((await sharp(await read('original.jpg')).metadata()).format).toBe('jpeg');
    expect((await sharp(await read('small.webp')).metadata()).format).toBe('webp');
  });

  it('is turned upright and loses what its camera wrote', async () => {
    const original = await phonePhoto(300, 400);
    expect(await sharp(original).metadata()).toMatchObject({
      width: 400,
      height: 300,
      orientation: 6,
      exif: expect.any(Buffer),
    });
    const { result, read } = await encode(original);
    expect(result).toMatchObject({ width: 300, height: 400 });
    for (const file of ['original.jpg', 'large.webp', 'medium.webp', 'small.webp'] as const) {
      const { exif, xmp, iptc, icc, orientation } = await sharp(await read(file)).metadata();
      expect({ exif, xmp, iptc, icc, orientation }).toEqual({});
      const [red, , blue] = await sharp(await read(file))
        .extract({ left: 0, top: 0, width: 8, height: 8 })
        .resize(1, 1)
        .raw()
        .toBuffer();
      expect(red).toBeGreaterThan(200);
      expect(blue).toBeLessThan(60);
    }
  });

  it('comes in all sizes by its longer edge, and is never enlarged', async () => {
    const widths = async (width: number) => {
      const { read } = await encode(await picture(width, 100).jpeg().toBuffer());
      const files = ['small.webp', 'medium.webp', 'large.webp', 'original.jpg'] as const;
      return await Promise.all(files.map(async (file) => (await sharp(await read(file)).metadata()).width));
    };
    expect(await widths(5_000)).toEqual([256, 1_080, 2_048, 4_096]);
    expect(await widths(300)).toEqual([256, 300, 300, 300]);
  });

  it('lies on white where it was transparent', async () => {
    const clear = sharp({ create: { width: 10, height: 10, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    const { read } = await encode(await clear.png().toBuffer());
    expect([
      ...(
        await sharp(await read('original.jpg'))
          .raw()
          .toBuffer()
      ).subarray(0, 3),
    ]).toEqual([255, 255, 255]);
  });

  it('loses what was put behind or into it', async () => {
    const script = Buffer.from('<script>alert(document.domain)</script>');
    const zip = Buffer.from('PK\x03\x04 an archive');
    const jpeg = await picture(50, 50)
      .jpeg()
      .withExif({ IFD0: { ImageDescription: script.toString() } })
      .toBuffer();
    const { result, read } = await encode(Buffer.concat([jpeg, script, zip]));
    expect(result.ok).toBe(true);
    for (const file of ['original.jpg', 'small.webp', 'medium.webp', 'large.webp'] as const) {
      const bytes = await read(file);
      expect(bytes.includes('<script>')).toBe(false);
      expect(bytes.includes('PK\x03\x04')).toBe(false);
    }
  });
});

describe('a picture that is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  const frames = Buffer.concat(['red', 'blue'].map((name) => Buffer.alloc(3 * 64, name)));
  const animated = () => sharp(frames, { raw: { width: 8, height: 16, channels: 3, pageHeight: 8 } });

  it.each([
    ['a bomb', async () => pngBomb(30_000), 'TOO_MANY_PIXELS'],
    ['an SVG', async () => Buffer.from(svg), 'NOT_ACCEPTED'],
    [
      'an animated WebP',
      () =>
        animated()
          .webp({ loop: 0, delay: [100, 100] })
          .toBuffer(),
      'NOT_ACCEPTED',
    ],
    ['a GIF', () => animated().gif().toBuffer(), 'NOT_ACCEPTED'],
    ['half a JPEG', async () => half(await picture(400, 300).jpeg().toBuffer()), 'NOT_A_PICTURE_OR_VIDEO'],
    [
      'half a PNG',
      async () => half(await picture(400, 300).png({ compressionLevel: 0 }).toBuffer()),
      'NOT_A_PICTURE_OR_VIDEO',
    ],
    ['half a WebP', async () => half(await picture(400, 300).webp().toBuffer()), 'NOT_A_PICTURE_OR_VIDEO'],
    [
      'half an AVIF',
      async () => half(await picture(400, 300).avif({ effort: 0 }).toBuffer()),
      'NOT_A_PICTURE_OR_VIDEO',
    ],
    ['a web page', async () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'NOT_A_PICTURE_OR_VIDEO'],
    ['nothing', async () => Buffer.alloc(0), 'NOT_A_PICTURE_OR_VIDEO'],
  ])('%s', async (_, make, code) => {
    const { result } = await encode(await make());
    expect(result).toEqual({ ok: false, code });
  });

  function half(bytes: Buffer): Buffer {
    return bytes.subarray(0, bytes.length / 2);
  }
});
