import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MediaAccess, MediaFacts } from '../media.ts';
import { diskStorage } from '../storage/disk-storage.ts';
import type { MediaStorage } from '../storage/media-storage.ts';
import { ann, formOf, type MediaFixture, pathOf, startMedia } from '../testing/media-fixture.ts';
import { picture } from '../testing/pictures.ts';
import { mp4 } from '../testing/videos.ts';

const HOUR_MS = 60 * 60 * 1000;

let app: MediaFixture;
let folder: string;
/** The bodies that were opened. */
const opened: Readable[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accounts-center-serve-'));
  app = await startMedia({ storage: noting(diskStorage(folder)) });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

/** A storage that notes what is read from it. */
function noting(storage: MediaStorage): MediaStorage {
  return {
    ...storage,
    get: async (key, range) => {
      const found = await storage.get(key, range);
      if (found !== undefined) opened.push(found.body);
      return found;
    },
  };
}

/** Uploads a file, and attaches it unless told not to. */
async function upload(bytes: Buffer, access?: MediaAccess): Promise<MediaFacts> {
  const { id } = (await (await app.upload(formOf(bytes), ann)).json()) as { id: string };
  const use = { user: 'POST', userId: id } as const;
  if (access !== undefined) await app.db.write((tx) => app.media.attach(tx, use, { ownerId: ann, ids: [id], access }));
  return (await app.media.factsOf(ann, [id]))[0] as MediaFacts;
}

const photo = async (access?: MediaAccess) => await upload(await picture(1_200, 900).jpeg().toBuffer(), access);

describe('a public file', () => {
  let file: MediaFacts;
  beforeAll(async () => {
    file = await photo('PUBLIC');
  });

  it.each([
    ['SMALL', 256],
    ['MEDIUM', 1_080],
    ['LARGE', 1_200],
  ] as const)('is served in size %s as what it was encoded to, for ever', async (size, width) => {
    const answer = await app.get(pathOf(app.media.urlOf(file, size)));
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-disposition': 'inline',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: expect.stringMatching(/^"[0-9a-f]{32}-/),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width });
  });

  it('is not sent again to who has it', async () => {
    const path = pathOf(app.media.urlOf(file, 'SMALL'));
    const etag = (await app.get(path)).headers.get('etag') ?? '';
    const again = await app.get(path, { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('is served at full size as JPEG', async () => {
    const answer = await app.get(`/media/${file.id}/original.jpg`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('can be turned restricted, but for those that are excepted', async () => {
    const [kept, turned] = [await photo('PUBLIC'), await photo('PUBLIC')];
    await app.db.write((tx) => app.media.restrict(tx, ann, [kept.id, file.id]));
    expect((await app.get(`/media/${kept.id}/small.webp`)).status).toBe(200);
    expect((await app.get(`/media/${turned.id}/small.webp`)).status).toBe(404);
  });
});

describe('a restricted file', () => {
  it('is served at its signed address only, for an hour, and kept by no cache', async () => {
    const file = await photo('RESTRICTED');
    const path = pathOf(app.media.urlOf(file, 'SMALL'));
    const answer = await app.get(path);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    for (const wrong of [
      path.split('?')[0],
      path.replace('small', 'large'),
      `${path}x`,
      path.replace(/&.*/, ''),
      `${path}&signature=x`,
    ]) {
      expect((await app.get(wrong as string)).status).toBe(404);
    }
    app.clock.advance(HOUR_MS);
    expect((await app.get(path)).status).toBe(404);
  });

  it('is what every upload is until it is used', async () => {
    const file = await photo();
    expect((await app.get(`/media/${file.id}/small.webp`)).status).toBe(404);
    expect((await app.get(pathOf(app.media.urlOf(file, 'SMALL')))).status).toBe(200);
  });
});

it('answers alike for whatever is not there', async () => {
  const { id } = await photo('PUBLIC');
  const { id: restricted } = await photo('RESTRICTED');
  const paths = [
    'fbm_00000000000000000000000000/small.webp',
    `${id}/huge.webp`,
    `${id}/video.mp4`,
    `${id}/__proto__`,
    `..%2f..%2fetc/small.webp`,
    `igm${id.slice(3)}/small.webp`,
  ];
  const answers = await Promise.all([...paths, `${restricted}/small.webp`].map((path) => app.get(`/media/${path}`)));
  for (const answer of answers) {
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/json; charset=utf-8']);
    expect(await answer.json()).toEqual({
      errors: [{ message: 'There is no such file.', extensions: { code: 'NOT_FOUND', requestId: expect.any(String) } }],
    });
  }
  expect((await fetch(`${app.origin}/media/${id}/small.webp`)).status).toBe(401);
});

describe('a video', () => {
  let file: MediaFacts;
  let path: string;
  let whole: Buffer;
  beforeAll(async () => {
    file = await upload(await mp4({ seconds: 1 }), 'PUBLIC');
    path = pathOf(app.media.urlOf(file, 'LARGE'));
    whole = Buffer.from(await (await app.get(path)).arrayBuffer());
  });

  it('is served whole', async () => {
    const answer = await app.get(path);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('accept-ranges')]).toEqual([
      200,
      'video/mp4',
      'bytes',
    ]);
    expect(whole.length).toBe(file.sizeBytes);
  });

  it('is served in ranges', async () => {
    const answer = await app.get(path, { range: 'bytes=100-299' });
    expect([answer.status, answer.headers.get('content-range'), answer.headers.get('content-length')]).toEqual([
      206,
      `bytes 100-299/${whole.length}`,
      '200',
    ]);
    expect(Buffer.from(await answer.arrayBuffer()).equals(whole.subarray(100, 300))).toBe(true);
  });

  it('has no range past its end', async () => {
    const answer = await app.get(path, { range: `bytes=${whole.length}-` });
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, `bytes */${whole.length}`]);
  });

  it('is served whole to who has a part of another file', async () => {
    const etag = (await app.get(path)).headers.get('etag') ?? '';
    expect((await app.get(path, { range: 'bytes=0-9', 'if-range': etag })).status).toBe(206);
    expect((await app.get(path, { range: 'bytes=0-9', 'if-range': '"another"' })).status).toBe(200);
  });
});

describe('HEAD', () => {
  const head = async (path: string, headers: Record<string, string> = {}) =>
    await fetch(`${app.origin}${path}`, { method: 'HEAD', headers: { ...(await app.asViewer()), ...headers } });
  /** The headers that tell of the file, not of the connection or the call. */
  const headersOf = ({ headers }: Response) =>
    Object.fromEntries(
      Array.from(headers).filter(([name]) => !/^(connection|keep-alive|date|x-request-id)$/.test(name)),
    );

  it('has the headers of GET, and nothing of the file is read', async () => {
    const file = await upload(await mp4({ seconds: 1 }), 'PUBLIC');
    const path = pathOf(app.media.urlOf(file, 'LARGE'));
    const whole = await app.get(path);
    expect((await whole.arrayBuffer()).byteLength).toBe(file.sizeBytes);
    opened.length = 0;
    for (const headers of [{}, { range: 'bytes=0-9' }]) {
      const answer = await head(path, headers);
      expect([answer.status, await answer.text()]).toEqual([200, '']);
      expect(headersOf(answer)).toEqual(headersOf(whole));
      expect(answer.headers.get('content-length')).toBe(String(file.sizeBytes));
    }
    expect(opened).toHaveLength(2);
    for (const body of opened) expect(body).toMatchObject({ destroyed: true, bytesRead: 0 });
  });

  it('finds what GET finds', async () => {
    const { id } = await photo('PUBLIC');
    const etag = (await head(`/media/${id}/small.webp`)).headers.get('etag') ?? '';
    expect((await head(`/media/${id}/small.webp`, { 'if-none-match': etag })).status).toBe(304);
    expect((await head(`/media/${id}/huge.webp`)).status).toBe(404);
  });
});
