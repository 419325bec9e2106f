import type { MediaKind, MediaSize } from './media.ts';

/** Every file that is ever kept or served, with what it is served as: what we encoded it to, whatever was uploaded. */
const contentTypes = {
  'small.webp': 'image/webp',
  'medium.webp': 'image/webp',
  'large.webp': 'image/webp',
  'original.jpg': 'image/jpeg',
  'video.mp4': 'video/mp4',
  'video.webm': 'video/webm',
} as const;

export type MediaFile = keyof typeof contentTypes;

/** The file at full size: the one that sister apps fetch, and a video's only one. */
export type MainFile = 'original.jpg' | 'video.mp4' | 'video.webm';

/** A photo's files by size. */
export const photoFiles = { SMALL: 'small.webp', MEDIUM: 'medium.webp', LARGE: 'large.webp' } as const satisfies Record<
  MediaSize,
  MediaFile
>;

/** Whether text from outside is the name of a file that there can be. */
export function isMediaFile(name: string): name is MediaFile {
  return Object.hasOwn(contentTypes, name);
}

/** All files of one upload. */
export function filesOf(media: { readonly kind: MediaKind; readonly mainFile: MainFile }): readonly MediaFile[] {
  return media.kind === 'PHOTO' ? [...Object.values(photoFiles), media.mainFile] : [media.mainFile];
}

/** The content type of a file. */
export function contentTypeOf(file: MediaFile): string {
  return contentTypes[file];
}
