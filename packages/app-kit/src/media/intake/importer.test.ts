import { httpTransport, IDENTITY_HEADER, localTransport, type ServiceTransport } from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../limits.ts';
import { mediaTables } from '../media.table.ts';
import type { SisterMedia } from '../media.ts';
import { ann, ben, formOf, type MediaFixture, startMedia } from '../testing/media-fixture.ts';
import { phonePhoto } from '../testing/pictures.ts';
import { webm } from '../testing/videos.ts';

let home: MediaFixture;
let target: MediaFixture;
let id: string;
let source: SisterMedia;

beforeAll(async () => {
  home = await startMedia();
  target = await startMedia({ transport: overHttp() });
  id = await uploadHome(await phonePhoto(300, 400));
});
beforeEach(async () => {
  source = { service: 'facebook', id, grant: await home.grant(id), altText: 'A tower' };
});
afterAll(async () => {
  await target.close();
  await home.close();
});

function overHttp(): ServiceTransport {
  return httpTransport({ addresses: { facebook: home.origin } });
}

function inProcess(): ServiceTransport {
  const transport = localTransport();
  transport.register('facebook', home.server);
  return transport;
}

async function uploadHome(bytes: Buffer): Promise<string> {
  return ((await (await home.upload(formOf(bytes), ann)).json()) as { id: string }).id;
}

const room = { concurrent: 0, waiting: 0 };
const noRoom = { ...defaultLimits.encoding, IMPORTS: { PHOTO: room, VIDEO: room } };

const imported = async () => await target.db.read.select().from(target.db.tables(mediaTables).media);

describe('the original, for sister apps', () => {
  const getOriginal = (ofId: string, token: string) =>
    fetch(`${home.origin}/media/${ofId}/original`, { headers: { [IDENTITY_HEADER]: token } });

  it('is handed over for a grant of accounts-center', async () => {
    const answer = await getOriginal(id, await home.grant(id));
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      'image/jpeg',
      'private, no-store',
    ]);
  });

  it('is refused to the gateway, for another file, and when the grant has ended', async () => {
    const gateway = (await home.asViewer(ann))[IDENTITY_HEADER] as string;
    expect((await getOriginal(id, gateway)).status).toBe(401);
    expect(
      (await getOriginal(id, await home.grant(id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))))).status,
    ).toBe(404);
    const grant = await home.grant(id);
    home.clock.advance(10 * 60 * 1000);
    expect((await getOriginal(id, grant)).status).toBe(401);
  });
});

describe('an import', () => {
  it.each([
    ['over HTTP', overHttp],
    ['in one process', inProcess],
  ])('makes files of its owner, of what the sister has, %s', async (_, transport) => {
    const app = await startMedia({ transport: transport() });
    const photo = await app.media.importFrom(source, ben, 'publication-1/0');
    const ofVideo = await uploadHome(await webm({ seconds: 1 }));
    const video = await app.media.importFrom(
      { ...source, id: ofVideo, grant: await home.grant(ofVideo) },
      ben,
      'publication-1/1',
    );
    const facts = await app.media.factsOf(
      ben,
      [photo, video].map((result) => (result.ok ? result.id : '')),
    );
    expect(facts[0]).toMatchObject({ kind: 'PHOTO', width: 300, height: 400, altText: 'A tower' });
    expect(facts[1]).toMatchObject({ kind: 'VIDEO', width: 64, height: 48 });
    expect(await app.leftovers()).toEqual([]);
    await app.close();
  });

  it('makes one file of one key, one after the other and at the same time, in whatever replica', async () => {
    const { db, storage } = target;
    const replica = await startMedia({ db, storage, transport: overHttp() });
    const before = (await imported()).length;
    const results = await Promise.all(
      [target, replica, target, replica].map(({ media }) => media.importFrom(source, ben, 'publication-3/0')),
    );
    const later = await target.media.importFrom(source, ben, 'publication-3/0');
    expect(new Set([...results, later].map((result) => result.ok && result.id)).size).toBe(1);
    await target.worker.drain();
    expect((await imported()).length).toBe(before + 1);
    await replica.close();
  });

  it('joins the one of its key that is under way, also one that fails', async () => {
    let asked = 0;
    const transport = overHttp();
    const send: ServiceTransport['send'] = (...call) => {
      asked += 1;
      return transport.send(...call);
    };
    const app = await startMedia({ transport: { ...transport, send } });
    const thrice = (media: SisterMedia) =>
      Promise.allSettled([1, 2, 3].map(() => app.media.importFrom(media, ben, 'publication-9/0')));
    expect((await thrice({ ...source, grant: 'none' })).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(asked).toBe(1);
    expect((await thrice(source)).map(({ status }) => status)).toEqual(Array(3).fill('fulfilled'));
    expect(asked).toBe(2);
    await app.close();
  });

  it.each([
    ['takes too long to be encoded', { videoTimeoutMs: 1 }, 'TIME_OUT'],
    ['finds no room among those that wait', { encoding: noRoom }, 'BUSY'],
  ] as const)('fails, to be tried again, where the file %s', async (_, limits, reason) => {
    const ofVideo = await uploadHome(await webm({ seconds: 1 }));
    const video = { ...source, id: ofVideo, grant: await home.grant(ofVideo) };
    const key = `publication-10/${reason}`;
    const slow = await startMedia({ db: target.db, transport: overHttp(), limits });
    await expect(slow.media.importFrom(video, ben, key)).rejects.toThrow(reason);
    expect(await slow.leftovers()).toEqual([]);
    await slow.close();
    expect(await target.media.importFrom(video, ben, key)).toMatchObject({ ok: true });
  });

  it('is refused for a file that is not there, or with the grant for another', async () => {
    const unknown = 'fbm_00000000000000000000000000';
    const wrong = [
      { ...source, id: unknown, grant: await home.grant(unknown) },
      { ...source, grant: await home.grant(unknown) },
      { ...source, id: '../../health' },
    ];
    for (const media of wrong)
      expect(await target.media.importFrom(media, ben, 'publication-4/0')).toEqual({ ok: false, code: 'NOT_FOUND' });
  });

  it('fails, to be tried again, where the sister does not know who asks', async () => {
    const expired = await home.grant(source.id);
    home.clock.advance(10 * 60 * 1000);
    for (const grant of [expired, 'none']) {
      const key = `publication-8/${grant}`;
      await expect(target.media.importFrom({ ...source, grant }, ben, key)).rejects.toThrow('answered 401');
      const again = await target.media.importFrom({ ...source, grant: await home.grant(source.id) }, ben, key);
      expect(again).toMatchObject({ ok: true });
    }
  });

  it('is bound by the limits of uploads', async () => {
    const small = await startMedia({ transport: overHttp(), limits: { maxPixels: 1_000 } });
    expect(await small.media.importFrom(source, ben, 'publication-5/0')).toEqual({ ok: false, code: 'NOT_ACCEPTED' });
    await small.close();
  });

  it('fails when the sister is away, and leaves nothing behind', async () => {
    const alone = await startMedia();
    await expect(alone.media.importFrom(source, ben, 'publication-6/0')).rejects.toThrow("can't be reached");
    expect(await alone.leftovers()).toEqual([]);
    await alone.close();
  });

  it('never happens inside a write', async () => {
    const inside = target.db.write(() => target.media.importFrom(source, ben, 'publication-7/0'));
    await expect(inside).rejects.toThrow();
  });
});
