import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskStorage } from './disk-storage.ts';
import type { MediaStorage, StorageKey } from './media-storage.ts';
import { memoryStorage } from './memory-storage.ts';
import { s3Storage } from './s3-storage.ts';

let folder: string;
let s3: S3rver;
let s3Port: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-storage-'));
  const directory = join(folder, 's3');
  s3 = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: 'media' }] });
  s3Port = (await s3.run()).port;
});

afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

const adapters: Record<string, () => MediaStorage> = {
  memory: memoryStorage,
  disk: () => diskStorage(join(folder, 'disk')),
  s3: () =>
    s3Storage({
      bucket: 'media',
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${s3Port}`,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    }),
};

const photo: StorageKey = { id: 'fbm_0123456789abcdefghjkmnpqrs', file: 'small.webp' };
const video: StorageKey = { id: 'fbm_1123456789abcdefghjkmnpqrs', file: 'video.mp4' };

function inPieces(bytes: Buffer): Readable {
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, n) => bytes.subarray(n * 65_536, (n + 1) * 65_536)),
  );
}

describe.each(Object.keys(adapters))('%s', (name) => {
  let storage: MediaStorage;
  beforeAll(() => {
    storage = (adapters[name] as () => MediaStorage)();
  });
  afterAll(() => storage.close());

  const read = async (key: StorageKey, range?: { start: number; end: number }) => {
    const found = await storage.get(key, range);
    return found && { bytes: await buffer(found.body), sizeBytes: found.sizeBytes };
  };

  it('gives back what was put, whole and in ranges', async () => {
    const bytes = randomBytes(12 * 1024 * 1024);
    await storage.put(video, inPieces(bytes));
    const whole = await read(video);
    expect(whole?.sizeBytes).toBe(bytes.length);
    expect(whole?.bytes.equals(bytes)).toBe(true);
    const part = await read(video, { start: 1_000, end: 6_000_000 });
    expect(part?.sizeBytes).toBe(bytes.length);
    expect(part?.bytes.equals(bytes.subarray(1_000, 6_000_001))).toBe(true);
  });

  it('puts a file in the place of an earlier one', async () => {
    await storage.put(photo, Readable.from([Buffer.from('first')]));
    await storage.put(photo, Readable.from([Buffer.from('second')]));
    expect((await read(photo))?.bytes.toString()).toBe('second');
  });

  it('keeps nothing of a file that breaks off', async () => {
    const key: StorageKey = { ...photo, file: 'large.webp' };
    const breaking = Readable.from(
      (async function* () {
        yield Buffer.alloc(100_000);
        throw new Error('broken off');
      })(),
    );
    await expect(storage.put(key, breaking)).rejects.toThrow('broken off');
    expect(await storage.get(key)).toBeUndefined();
  });

  it('removes a file, and one that is not there', async () => {
    await storage.put(photo, Readable.from([Buffer.from('gone soon')]));
    await storage.delete(photo);
    await storage.delete(photo);
    expect(await storage.get(photo)).toBeUndefined();
  });

  it.each(['../../../etc/passwd', 'fbm_/../../x', '', 'fbm_0123456789ABCDEFGHJKMNPQRS'])(
    'refuses the id %j',
    async (id) => {
      await expect(storage.get({ ...photo, id })).rejects.toThrow('no id');
      await expect(storage.put({ ...photo, id }, Readable.from(['x']))).rejects.toThrow('no id');
    },
  );
});

it('leaves no unfinished files and no empty folders of media on disk', async () => {
  const root = join(folder, 'tidy');
  const storage = diskStorage(root);
  await storage.put(photo, Readable.from(['x']));
  await storage.delete(photo);
  const left = await readdir(root, { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile() || entry.name.startsWith('fbm_'))).toEqual([]);
});
