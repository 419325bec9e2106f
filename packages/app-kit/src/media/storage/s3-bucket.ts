import type { Readable } from 'node:stream';
import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { contentTypeOf } from '../files.ts';
import { type ByteRange, type MediaStorage, storageName } from './media-storage.ts';
import type { S3Settings } from './s3-storage.ts';

const PART_BYTES = 5 * 1024 * 1024;

/** Opens a bucket, which is there already. */
export function openBucket(settings: S3Settings): MediaStorage {
  const { bucket, region, endpoint, credentials } = settings;
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // Checksums in trailers are Amazon's own; others that speak S3 keep them as a part of the object.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

  return {
    put: async (key, body) => {
      const object = { Bucket: bucket, Key: storageName(key), Body: body, ContentType: contentTypeOf(key.file) };
      await new Upload({ client, params: object, partSize: PART_BYTES, queueSize: 1 }).done();
    },
    get: async (key, range) => {
      const found = await client
        .send(new GetObjectCommand({ Bucket: bucket, Key: storageName(key), ...(range && { Range: toHeader(range) }) }))
        .catch(undefinedIfMissing);
      if (found === undefined) return undefined;
      return { body: found.Body as Readable, sizeBytes: wholeSize(found) };
    },
    delete: async (key) => {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: storageName(key) }));
    },
    close: async () => client.destroy(),
  };
}

function toHeader({ start, end }: ByteRange): string {
  return `bytes=${start}-${end}`;
}

/** Of `bytes 0-99/1234` the 1234; without a range all there is was sent. */
function wholeSize({
  ContentRange,
  ContentLength,
}: {
  ContentRange?: string | undefined;
  ContentLength?: number | undefined;
}): number {
  return Number(ContentRange?.split('/')[1] ?? ContentLength);
}

function undefinedIfMissing(error: unknown): undefined {
  if (!(error instanceof NoSuchKey)) throw error;
  return undefined;
}
