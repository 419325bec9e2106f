import type { MediaStorage } from './media-storage.ts';

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Another address than Amazon's, for what speaks the same protocol; buckets are then named in the path. */
  readonly endpoint?: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Keeps files as objects of one bucket, which is there already. */
export function s3Storage(settings: S3Settings): MediaStorage {
  let bucket: Promise<MediaStorage> | undefined;
  // Amazon's library takes 20 MB and a third of a second, which who keeps files on disk shall not pay.
  const open = (): Promise<MediaStorage> =>
    (bucket ??= import('./s3-bucket.ts').then(({ openBucket }) => openBucket(settings)));
  return {
    put: async (key, body) => (await open()).put(key, body),
    get: async (key, range) => (await open()).get(key, range),
    delete: async (key) => (await open()).delete(key),
    close: async () => (await bucket)?.close(),
  };
}
