import type { MediaKind } from '../media.ts';
import { type Refusal, refusal } from '../refusal.ts';

/** How many first bytes `sniff` wants to see, when there are so many. */
export const SNIFFED_BYTES = 512;

type Sniffed = { readonly ok: true; readonly kind: MediaKind } | Refusal;

const PHOTO: Sniffed = { ok: true, kind: 'PHOTO' };
const VIDEO: Sniffed = { ok: true, kind: 'VIDEO' };
const NOT_ACCEPTED = refusal('NOT_ACCEPTED');

/** Formats that begin with the same bytes always, in Latin-1. */
const beginnings: readonly (readonly [RegExp, Sniffed])[] = [
  [/^\xff\xd8\xff/, PHOTO], // JPEG
  [/^\x89PNG\r\n\x1a\n/, PHOTO],
  [/^RIFF.{4}WEBP/s, PHOTO],
  [/^\x1a\x45\xdf\xa3/, VIDEO], // Matroska, and WebM with it
  [/^GIF8/, NOT_ACCEPTED],
  [/^BM/, NOT_ACCEPTED],
  [/^(II\*\0|MM\0\*)/, NOT_ACCEPTED], // TIFF
  [/^\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)/i, NOT_ACCEPTED], // SVG is a program, not a picture
];

/**
 * Which decoder a file goes to, by its first bytes. It decides nothing but that: a file is what it decodes to.
 * @param head the first 512 bytes, or all when there are fewer
 */
export function sniff(head: Buffer): Sniffed {
  const text = head.toString('latin1');
  if (text.startsWith('ftyp', 4)) return byBrands(head, text);
  return beginnings.find(([beginning]) => beginning.test(text))?.[1] ?? refusal('NOT_A_PICTURE_OR_VIDEO');
}

/** MP4, QuickTime, AVIF and HEIC share one container; its brands tell them apart. */
function byBrands(head: Buffer, text: string): Sniffed {
  const brands: readonly string[] = text.slice(8, head.readUInt32BE(0)).match(/.{4}/gs) ?? [];
  if (brands.includes('avif')) return PHOTO;
  // HEIC: our build of the decoder has no HEVC, which is under patents.
  if (brands.some((brand) => /^(hei[cmsx]|hev[cmx]|mif1|msf1|avis)$/.test(brand))) return NOT_ACCEPTED;
  return VIDEO;
}
