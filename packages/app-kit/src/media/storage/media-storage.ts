import type { Readable } from 'node:stream';
import type { MediaFile } from '../files.ts';

/** The place of a file: the media's id and the file's name, which also tells its content type. */
export interface StorageKey {
  readonly id: string;
  readonly file: MediaFile;
}

/** Bytes from `start` to `end`, both included, counted from 0. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface StoredFile {
  /** The bytes asked for. Whoever asks reads or destroys it. */
  readonly body: Readable;
  /** Of the whole file, also where a range was asked for. */
  readonly sizeBytes: number;
}

/** Where the bytes of media are kept. Fails only where the place itself does. */
export interface MediaStorage {
  /** Keeps a file, in the place of an earlier one. Nobody sees a part of it: it is there whole and durable, or not at all. */
  put(key: StorageKey, body: Readable): Promise<void>;
  /** A file or a range of it, which must lie inside; undefined when there is none. */
  get(key: StorageKey, range?: ByteRange): Promise<StoredFile | undefined>;
  /** Removes a file, if it is there. */
  delete(key: StorageKey): Promise<void>;
  close(): Promise<void>;
}

const WELL_FORMED = /^[a-z]{3}_[a-z0-9]{26}$/;

/**
 * The name of a file in a storage, `fbm_…/small.webp`.
 * @throws Error when the id has another form than our ids have: it was not made here, and could lead anywhere.
 */
export function storageName({ id, file }: StorageKey): string {
  if (!WELL_FORMED.test(id)) throw new Error('This is no id of a media file.');
  return `${id}/${file}`;
}
