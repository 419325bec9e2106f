import { join } from 'node:path';
import sharp, { type Metadata } from 'sharp';
import type { Encoded, Encoder } from '../encoded.ts';
import { photoFiles } from '../files.ts';
import type { MediaLimits } from '../limits.ts';
import type { MediaSize } from '../media.ts';
import { type Refusal, refusal } from '../refusal.ts';

const ORIGINAL_EDGE = 4_096;
const edges: Record<MediaSize, number> = { LARGE: 2_048, MEDIUM: 1_080, SMALL: 256 };
const acceptedFormats: readonly string[] = ['jpeg', 'png', 'webp', 'heif'];

/**
 * Decodes pictures and encodes them anew: upright, in sRGB, on white where they were transparent, without any metadata.
 * Nothing of the bytes that came gets into the bytes that are kept.
 */
export function createPhotoEncoder(limits: Pick<MediaLimits, 'maxPixels' | 'photoTimeoutMs'>): Encoder {
  // Settings of the library as a whole: one thread a picture, and nothing kept from one to the next.
  sharp.concurrency(1);
  sharp.cache(false);
  return (input, folder) => encode(input, folder, limits);
}

async function encode(
  input: string,
  folder: string,
  limits: Pick<MediaLimits, 'maxPixels' | 'photoTimeoutMs'>,
): Promise<Encoded | Refusal> {
  const { maxPixels, photoTimeoutMs } = limits;
  const header = await sharp(input, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (header === undefined) return refusal('NOT_A_PICTURE_OR_VIDEO');
  const refused = judge(header, maxPixels);
  if (refused !== undefined) return refused;

  const original = join(folder, 'original.jpg');
  const seconds = Math.ceil(photoTimeoutMs / 1000);
  try {
    const { width, height } = await sharp(input, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .resize({ width: ORIGINAL_EDGE, height: ORIGINAL_EDGE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: 'white' })
      .jpeg({ quality: 90 })
      .timeout({ seconds })
      .toFile(original);
    await encodeSizes(original, folder);
    return { ok: true, kind: 'PHOTO', mainFile: 'original.jpg', width, height, durationMs: null };
  } catch (error) {
    return refuseDamaged(error);
  }
}

/** Judges a picture by its header, before anything is decoded. */
function judge({ format, width, height, pages = 1 }: Metadata, maxPixels: number): Refusal | undefined {
  if (!acceptedFormats.includes(format)) return refusal('NOT_ACCEPTED');
  // One frame of a moving picture is not what its author meant to show.
  if (pages > 1) return refusal('NOT_ACCEPTED');
  return width * height > maxPixels ? refusal('TOO_MANY_PIXELS') : undefined;
}

/** The untrusted file is decoded once; all sizes are made from the clean one. */
async function encodeSizes(original: string, folder: string): Promise<void> {
  for (const [size, edge] of Object.entries(edges) as [MediaSize, number][]) {
    await sharp(original)
      .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toFile(join(folder, photoFiles[size]));
  }
}

function refuseDamaged(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : '';
  // A full disk is not the picture's fault.
  if (/no space|unable to (open|write)/i.test(reason)) throw error;
  return refusal(/timeout/i.test(reason) ? 'TIME_OUT' : 'NOT_A_PICTURE_OR_VIDEO');
}
