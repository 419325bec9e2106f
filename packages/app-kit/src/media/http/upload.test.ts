import { Readable } from 'node:stream';
import { createServiceClient, localTransport, parseJson } from '@accounts-center/subgraph-kit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { mediaTables } from '../media.table.ts';
import { ann, ben, codeOf, formOf, type MediaFixture, startMedia, suspended } from '../testing/media-fixture.ts';
import { phonePhoto, picture, pngBomb } from '../testing/pictures.ts';
import { streamForm } from '../testing/stream-form.ts';
import { mp4 } from '../testing/videos.ts';

const MEBIBYTE = 1024 * 1024;
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=xyz' };

let app: MediaFixture;
let jpeg: Buffer;
beforeAll(async () => {
  const limits = { maxBytes: { PHOTO: MEBIBYTE, VIDEO: 2 * MEBIBYTE }, receiveTimeoutMs: 1_500, maxWaitingFiles: 20 };
  app = await startMedia({ limits });
  jpeg = await picture(40, 30).jpeg().toBuffer();
});
afterAll(() => app.close());

const rows = async () => await app.db.read.select().from(app.db.tables(mediaTables).media);

describe('an upload that is taken', () => {
  it('answers with the facts of a photo', async () => {
    const answer = await app.upload(formOf(await phonePhoto(300, 400), { altText: ' A tower ' }), ann);
    expect(answer.status).toBe(201);
    const facts = await answer.json();
    expect(facts).toEqual({
      id: expect.stringMatching(/^fbm_/),
      kind: 'PHOTO',
      width: 300,
      height: 400,
      durationMs: null,
      sizeBytes: expect.any(Number),
    });
    const [row] = await rows();
    expect(row).toMatchObject({ ...facts, ownerId: ann, altText: 'A tower', state: 'COMPLETE', access: 'RESTRICTED' });
    expect(await app.leftovers()).toEqual([]);
  });

  it('answers with the facts of a video', async () => {
    const answer = await app.upload(formOf(await mp4({ seconds: 1, rotation: 90 })), ann);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ kind: 'VIDEO', width: 48, height: 64, durationMs: 1_000 });
  });

  it('is what it decodes to, whatever it is called', async () => {
    const answer = await app.upload(formOf(jpeg, { name: '../../page.html', type: 'text/html' }), ann);
    expect(answer.status).toBe(201);
  });

  it('takes the text after the file too', async () => {
    const form = formOf(jpeg);
    form.append('altText', 'said after it');
    const { id } = (await (await app.upload(form, ann)).json()) as { id: string };
    expect((await app.media.factsOf(ann, [id]))[0]?.altText).toBe('said after it');
  });
});

describe('an upload that is refused leaves nothing behind', () => {
  let before: number;
  beforeAll(async () => {
    before = (await rows()).length;
  });
  afterEach(async () => {
    expect((await rows()).length).toBe(before);
    expect(await app.leftovers()).toEqual([]);
    expect((await fetch(`${app.origin}/health`)).status).toBe(200);
  });

  it('without a signed identity, or in the name of nobody, of another app or of one suspended', async () => {
    expect((await fetch(`${app.origin}/media`, { method: 'POST', body: formOf(jpeg) })).status).toBe(401);
    for (const account of [undefined, ann.replace('fbu', 'igu'), 'ann', suspended]) {
      expect(await codeOf(await app.upload(formOf(jpeg), account))).toEqual([403, 'FORBIDDEN']);
    }
  });

  it.each([
    ['a web page named .jpg', Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'NOT_A_PICTURE_OR_VIDEO'],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01'), 415, 'NOT_A_PICTURE_OR_VIDEO'],
    ['nothing', Buffer.alloc(0), 415, 'NOT_A_PICTURE_OR_VIDEO'],
    [
      'an SVG with a script',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      415,
      'NOT_ACCEPTED',
    ],
    ['a GIF', Buffer.from('GIF89a and so on'), 415, 'NOT_ACCEPTED'],
    ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 415, 'NOT_ACCEPTED'],
    ['a bomb', pngBomb(30_000), 422, 'TOO_MANY_PIXELS'],
    [
      'the head of a JPEG',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000)]),
      415,
      'NOT_A_PICTURE_OR_VIDEO',
    ],
    [
      'the head of an MP4',
      Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomav01\0\0\0\x08mdat', 'latin1'),
      415,
      'NOT_A_PICTURE_OR_VIDEO',
    ],
    ['the head of a WebM', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0x84, 0, 0, 0, 0]), 415, 'NOT_A_PICTURE_OR_VIDEO'],
  ])('%s', async (_, bytes, status, code) => {
    expect(await codeOf(await app.upload(formOf(bytes, { name: 'photo.jpg', type: 'image/jpeg' }), ann))).toEqual([
      status,
      code,
    ]);
  });

  it('a file that breaks off', async () => {
    const photo = await picture(400, 300).jpeg().toBuffer();
    const answer = await app.upload(formOf(photo.subarray(0, photo.length / 2)), ann);
    expect(await codeOf(answer)).toEqual([415, 'NOT_A_PICTURE_OR_VIDEO']);
  });

  it('two files, no file, unknown, long or many texts', async () => {
    const [two, none, unknown, long, many] = [
      formOf(jpeg),
      new FormData(),
      formOf(jpeg),
      formOf(jpeg, { altText: 'x'.repeat(1_001) }),
      formOf(jpeg, { altText: 'x' }),
    ];
    two.append('file', new Blob([new Uint8Array(jpeg)]), 'b.jpg');
    none.append('altText', 'nothing to see');
    unknown.append('title', 'x');
    many.append('altText', 'y');
    for (const form of [two, none, unknown, long, many])
      expect(await codeOf(await app.upload(form, ann))).toEqual([400, 'MALFORMED_UPLOAD']);
  });

  it.each([
    ['JSON', '{}', { 'content-type': 'application/json' }],
    ['broken JSON', '{', { 'content-type': 'application/json' }],
    ['bytes', 'x', { 'content-type': 'image/jpeg' }],
    ['no boundary', 'x', { 'content-type': 'multipart/form-data' }],
    ['no parts', 'x', MULTIPART],
    ['an empty body', '', MULTIPART],
    ['no end', '--xyz\r\ncontent-disposition: form-data; name="altText"\r\n\r\nx', MULTIPART],
    [
      'a prototype',
      '--xyz\r\ncontent-disposition: form-data; name="__proto__"; filename="x"\r\n\r\nx\r\n--xyz--',
      MULTIPART,
    ],
  ])('a form of %s', async (_, body, headers) => {
    expect(await codeOf(await app.upload(body, ann, headers))).toEqual([400, 'MALFORMED_UPLOAD']);
  });

  it('a file without end is cut off at the limit, while it is still sent', async () => {
    const sent = await streamForm(app, { head: jpeg, piece: Buffer.alloc(65_536), endless: true });
    expect(sent.answer).toEqual([413, 'TOO_LARGE']);
    expect(sent.bytes).toBeLessThan(32 * MEBIBYTE);
  });

  it('a file without end that is no picture is cut off at once', async () => {
    const sent = await streamForm(app, {
      head: Buffer.from('<!doctype html>'),
      piece: Buffer.alloc(65_536, 'x'),
      endless: true,
    });
    expect(sent.answer).toEqual([415, 'NOT_A_PICTURE_OR_VIDEO']);
    expect(sent.bytes).toBeLessThan(32 * MEBIBYTE);
  });

  it('a form without end that never comes to a file', async () => {
    const sent = await streamForm(app, {
      head: Buffer.alloc(0),
      piece: Buffer.alloc(65_536, 'x'),
      endless: true,
      preamble: true,
    });
    expect(sent.answer).toEqual([413, 'TOO_LARGE']);
  });

  it('a file that stops coming', async () => {
    const sent = await streamForm(app, { head: jpeg.subarray(0, 100), piece: Buffer.alloc(0), endless: false });
    expect(sent.answer).toEqual([408, 'TIME_OUT']);
  });

  it('a file whose sender goes away', async () => {
    const leave = async () => expect.poll(() => app.leftovers()).toHaveLength(1);
    await streamForm(app, { head: jpeg.subarray(0, 100), piece: Buffer.alloc(0), endless: false, leave });
    await expect.poll(() => app.leftovers()).toEqual([]);
  });
});

it('bounds how many files of an account wait to be used', async () => {
  const forms = Array.from({ length: 20 }, () => formOf(jpeg));
  for (const form of forms) expect((await app.upload(form, ben)).status).toBe(201);
  expect(await codeOf(await app.upload(formOf(jpeg), ben))).toEqual([429, 'TOO_MANY_UPLOADS']);
});

it('answers calls within one process alike, also before their end', async () => {
  const transport = localTransport();
  transport.register('facebook', app.server);
  const client = createServiceClient(transport);
  const headers = { ...(await app.asViewer(ann)), ...MULTIPART };
  const send = async (file: Buffer, rest: Iterable<Buffer>) => {
    const body = Readable.from(concat(file, rest));
    const answer = await client.send({
      service: 'facebook',
      method: 'POST',
      path: '/media',
      headers,
      body,
      timeoutMs: 10_000,
    });
    return [answer.status, parseJson(await answer.text())];
  };
  expect(await send(jpeg, [Buffer.from('\r\n--xyz--\r\n')])).toEqual([201, expect.objectContaining({ kind: 'PHOTO' })]);
  expect(await send(jpeg, zeros())).toMatchObject([413, { errors: [{ extensions: { code: 'TOO_LARGE' } }] }]);
  await client.close();
});

function* concat(file: Buffer, rest: Iterable<Buffer>): Generator<Buffer> {
  yield Buffer.from('--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n');
  yield file;
  yield* rest;
}

// Always has a next piece at once: whoever does not stop reading it never comes to anything else.
function* zeros(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(65_536);
}

it('takes many at once', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => app.upload(formOf(jpeg), ann)));
  expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(201));
  expect(await app.leftovers()).toEqual([]);
});
