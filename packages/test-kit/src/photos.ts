import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

/** A photo as a camera makes it: 1,200 × 1,500 pixels when turned upright, or 1,000 × 1,000. */
export function realPhoto(name: 'mountains' | 'portrait'): Promise<Buffer> {
  return readFile(new URL(`../../../examples/main-job/photos/${name}.jpg`, import.meta.url));
}

/** A square of one colour: where it matters that there is a photo, and not which. */
export function smallPhoto(): Promise<Buffer> {
  return sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
}
