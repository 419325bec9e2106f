import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { pngBomb } from '@accounts-center/app-kit/testing/pictures';
import {
  type Account,
  present,
  send,
  smallPhoto,
  startWorld,
  type WireAnswer,
  type World,
} from '@accounts-center/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn, expectUnharmed } from './expect-unharmed.ts';

let world: World;
let ada: Account;
let grace: Account;
let jpeg: Buffer;
beforeAll(async () => {
  world = await startWorld();
  [ada, grace] = await Promise.all([world.signUp('FACEBOOK', 'ada.park'), world.signUp('INSTAGRAM', 'grace')]);
  jpeg = await smallPhoto();
});
afterAll(() => world.close());

function upload(bytes: Buffer, account = ada, service = 'facebook'): Promise<WireAnswer> {
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), 'photo.jpg');
  const headers = { authorization: `Bearer ${account.accessToken}` };
  return send(`${world.url}/media/${service}`, { method: 'POST', headers, body });
}

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/graphql")</script></svg>';

describe('an upload is refused, whatever it calls itself', () => {
  const files: [string, () => Buffer, number, string][] = [
    ['that is no image', () => Buffer.from('<!doctype html><script>alert(1)</script>'), 415, 'NOT_A_PICTURE_OR_VIDEO'],
    ['of nothing', () => Buffer.alloc(0), 415, 'NOT_A_PICTURE_OR_VIDEO'],
    ['that is an SVG with a script', () => Buffer.from(`<?xml version="1.0"?>${SVG}`), 415, 'NOT_ACCEPTED'],
    [
      'that is an SVG with a script, and begins otherwise',
      () => Buffer.from(`\n\n<!-- a -->${SVG}`),
      415,
      'NOT_ACCEPTED',
    ],
    ['that is a GIF and a script', () => Buffer.from('GIF89a/*  */=1;alert(1)//'), 415, 'NOT_ACCEPTED'],
    [
      'that begins as a JPEG and goes on as a page',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<script>alert(1)</script>')]),
      415,
      'NOT_A_PICTURE_OR_VIDEO',
    ],
    ['that is half a JPEG', () => jpeg.subarray(0, jpeg.length / 2), 415, 'NOT_A_PICTURE_OR_VIDEO'],
    ['that is a decompression bomb', () => pngBomb(20_000), 422, 'TOO_MANY_PIXELS'],
  ];
  it.each(files)('%s', async (_what, bytes, status, code) => {
    const answers = await expectUnharmed(world, () => upload(bytes()));
    expect([answers[0]?.status, codesIn(answers)]).toEqual([status, [code]]);
  });

  it('that has no end', async () => {
    const answers = await expectUnharmed(world, uploadWithoutEnd);
    expect([answers[0]?.status, codesIn(answers)]).toEqual([413, ['TOO_LARGE']]);
  }, 60_000);

  it('of two files', async () => {
    const body = new FormData();
    for (const name of ['a.jpg', 'b.jpg']) body.append('file', new Blob([new Uint8Array(jpeg)]), name);
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    const answers = await expectUnharmed(world, () =>
      send(`${world.url}/media/facebook`, { method: 'POST', headers, body }),
    );
    expect([answers[0]?.status, codesIn(answers)]).toEqual([400, ['MALFORMED_UPLOAD']]);
  });

  it('of nobody, of somebody in another app, and for no app', async () => {
    const anonymous = () => send(`${world.url}/media/facebook`, { method: 'POST', body: new FormData() });
    const answers = await expectUnharmed(
      world,
      anonymous,
      () => upload(jpeg, grace),
      () => upload(jpeg, ada, 'accounts-center'),
      () => upload(jpeg, ada, 'nowhere'),
    );
    expect(answers.map(({ status }) => status)).toEqual([401, 403, 404, 404]);
  });
});

/** Sends a photo that goes on and on, until it is answered. */
async function uploadWithoutEnd(): Promise<WireAnswer> {
  const headers = {
    authorization: `Bearer ${ada.accessToken}`,
    'content-type': 'multipart/form-data; boundary=xyz',
  };
  const call = request(`${world.url}/media/facebook`, { method: 'POST', headers });
  const answered = once(call, 'response') as Promise<Parameters<NonNullable<Parameters<typeof request>[2]>>>;
  let isAnswered = false;
  void answered.finally(() => (isAnswered = true));
  call.write('--xyz\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n');
  call.write(jpeg);
  const piece = Buffer.alloc(262_144);
  while (!isAnswered) {
    if (!call.write(piece)) await Promise.race([once(call, 'drain'), answered]);
  }
  const [answer] = await answered;
  const said = await text(answer);
  call.destroy();
  return { status: answer.statusCode ?? 0, headers: new Headers(), text: said };
}

it('a picture that carries something else is kept as a picture alone', async () => {
  const { id } = await world.upload(ada, Buffer.concat([jpeg, Buffer.from(`PK\u0003\u0004${SVG}`)]));
  await world.updateProfile(ada, { photoId: id });
  for (const file of ['small.webp', 'large.webp', 'original.jpg']) {
    const answer = await fetch(`${world.url}/media/facebook/${present(id)}/${file}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^image\//)]);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).not.toContain('script');
  }
});

it('a picture that is not for everybody opens by its own address alone, for an hour', async () => {
  const mediaIds = [(await world.upload(ada)).id];
  await world.crossPost(ada, { audience: 'FOLLOWERS', mediaIds });
  const [post] = await world.postsOf(ada, ada);
  const address = present(post?.media[0]).url;
  const statusOf = async (url: string | URL): Promise<number> => (await fetch(url)).status;
  expect(await statusOf(address)).toBe(200);

  const [unsigned, forged, otherSize, prolonged] = Array.from({ length: 4 }, () => new URL(address)) as [
    URL,
    URL,
    URL,
    URL,
  ];
  unsigned.search = '';
  forged.searchParams.set('signature', 'A'.repeat(43));
  otherSize.pathname = otherSize.pathname.replace('medium', 'large');
  prolonged.searchParams.set('expires', String(Number(prolonged.searchParams.get('expires')) + 60_000));
  for (const wrong of [unsigned, forged, otherSize, prolonged]) expect(await statusOf(wrong)).toBe(404);

  world.clock.advance(3_600_001);
  expect(await statusOf(address)).toBe(404);
});
