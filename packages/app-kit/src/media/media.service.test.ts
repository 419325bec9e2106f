import type { Database } from '@accounts-center/db';
import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mediaTables } from './media.table.ts';
import type { Media, MediaAccess, MediaFacts, MediaUse } from './media.ts';
import { ann, ben, fixtureTables, formOf, type MediaFixture, startMedia } from './testing/media-fixture.ts';
import { picture } from './testing/pictures.ts';

const HOUR_MS = 60 * 60 * 1000;
const nobodys = 'fbm_00000000000000000000000000';

eachDialect((_dialect, open) => {
  let db: Database;
  let app: MediaFixture;
  let media: Media;
  let statements = 0;
  beforeAll(async () => {
    db = await open({ tables: fixtureTables, onStatement: () => (statements += 1) });
    app = await startMedia({ db });
    media = app.media;
  });
  afterAll(() => app.close());

  const upload = async (owner = ann) => {
    const answer = await app.upload(formOf(await picture(8, 6).png().toBuffer()), owner);
    return ((await answer.json()) as { id: string }).id;
  };
  const post = (userId: string): MediaUse => ({ user: 'POST', userId });
  const attach = (ids: readonly string[], use = post('fbp_1'), access: MediaAccess = 'PUBLIC') =>
    db.write((tx) => media.attach(tx, use, { ownerId: ann, ids, access }));
  const isFree = async (id: string) => (await media.free(ann, [id]))[0] !== undefined;
  const later = async (hours: number) => {
    app.clock.advance(hours * HOUR_MS);
    await app.worker.drain();
  };
  const factsOf = async (id: string): Promise<MediaFacts | undefined> => (await media.factsOf(ann, [id]))[0];
  const isStored = async (id: string) => (await app.storage.get({ id, file: 'small.webp' })) !== undefined;

  it('tells the facts of files in the order asked for, to their owner', async () => {
    const [a, b, bens] = [await upload(), await upload(), await upload(ben)];
    const facts = await media.factsOf(ann, [b, nobodys, bens, a]);
    expect(facts.map((each) => each?.id)).toEqual([b, undefined, undefined, a]);
    expect(facts[0]).toMatchObject({
      ownerId: ann,
      kind: 'PHOTO',
      width: 8,
      height: 6,
      access: 'RESTRICTED',
    });
    expect(await media.factsOf(ann, [])).toEqual([]);
  });

  it('loads any number of files with one statement', async () => {
    const ids = [await upload(), await upload(ben), await upload()];
    const loader = media.loader();
    statements = 0;
    const loaded = await Promise.all([...ids, nobodys].map((id) => loader.load(id)));
    expect(loaded.map((each) => each?.id)).toEqual([...ids, undefined]);
    expect(statements).toBe(1);
  });

  it('attaches a file once, all of a post or none', async () => {
    const [a, b, bens] = [await upload(), await upload(), await upload(ben)];
    expect(await attach([])).toBe('ok');
    for (const ids of [
      [a, nobodys],
      [a, bens],
      [a, a],
    ])
      expect(await attach(ids)).toBe('not-found');
    expect([await isFree(a), await isFree(bens), await isFree(nobodys)]).toEqual([true, false, false]);
    expect((await media.free(ann, [a, a])).map((file) => file?.id)).toEqual([a, undefined]);
    expect(await attach([a, b])).toBe('ok');
    expect([await isFree(a), await factsOf(a)]).toMatchObject([false, { access: 'PUBLIC' }]);
    expect(await attach([b])).toBe('not-found');
  });

  it('gives a file to one of two posts that want it at the same time', async () => {
    const a = await upload();
    expect((await Promise.all([attach([a], post('fbp_2')), attach([a], post('fbp_3'))])).sort()).toEqual([
      'not-found',
      'ok',
    ]);
  });

  it('frees a file again', async () => {
    const a = await upload();
    await attach([a], post('fbp_4'));
    await db.write((tx) => media.release(tx, post('fbp_4')));
    expect([await isFree(a), await factsOf(a)]).toMatchObject([true, { access: 'RESTRICTED' }]);
    expect(await attach([a])).toBe('ok');
  });

  it('removes a file: at once for everybody, then its bytes', async () => {
    const a = await upload();
    await attach([a], post('fbp_5'));
    await db.write((tx) => media.remove(tx, post('fbp_5')));
    expect(await factsOf(a)).toBeUndefined();
    expect((await app.get(`/media/${a}/small.webp`)).status).toBe(404);
    await app.worker.drain();
    expect(await isStored(a)).toBe(false);
    expect(await db.read.$count(db.tables(mediaTables).media, undefined)).toBeGreaterThan(0);
  });

  it('removes after a day what nothing uses', async () => {
    const [used, unused] = [await upload(), await upload()];
    await attach([used], post('fbp_6'));
    await later(23);
    expect(await isStored(unused)).toBe(true);
    await later(2);
    expect([await isStored(used), await isStored(unused)]).toEqual([true, false]);
    expect((await media.factsOf(ann, [used, unused])).map((each) => each?.id)).toEqual([used, undefined]);
  });

  it('keeps what anybody uses: shown to nobody, and removed a day after its last use', async () => {
    const [held, former] = [await upload(), await upload()];
    const hold: MediaUse = { user: 'HOLD', userId: 'schedule-1' };
    const history: MediaUse = { user: 'HISTORY', userId: 'phs_1' };
    await db.write(async (tx) => {
      await media.keep(tx, hold, [held]);
      await media.keep(tx, history, [former]);
      await media.keep(tx, { user: 'PROFILE', userId: ann }, [former], 'PUBLIC');
    });
    await later(100);
    expect([await isFree(held), await isFree(former)]).toEqual([true, false]);
    await attach([held], post('fbp_7'));
    await db.write(async (tx) => {
      await media.remove(tx, post('fbp_7'));
      await media.release(tx, { user: 'PROFILE', userId: ann });
    });
    await later(100);
    expect([await factsOf(held), await factsOf(former)]).toMatchObject([
      { access: 'RESTRICTED' },
      { access: 'RESTRICTED' },
    ]);
    expect([await isFree(held), await isFree(former)]).toEqual([true, true]);
    await db.write((tx) => media.release(tx, hold));
    await later(23);
    expect(await isStored(held)).toBe(true);
    await later(2);
    expect([await isStored(held), await isStored(former)]).toEqual([false, true]);
  });
});

it('leaves nothing unknown when the storage fails: a day later all is gone', async () => {
  const app = await startMedia();
  const { put } = app.storage;
  app.storage.put = async (key, body) => {
    if (key.file === 'large.webp') throw new Error('The disk is full.');
    await put(key, body);
  };
  const answer = await app.upload(formOf(await picture(8, 6).png().toBuffer()), ann);
  expect(answer.status).toBe(500);
  const rows = await app.db.read.select().from(app.db.tables(mediaTables).media);
  expect(rows).toMatchObject([{ state: 'INCOMPLETE' }]);
  const id = rows[0]?.id ?? '';
  expect(await app.media.factsOf(ann, [id])).toEqual([undefined]);
  app.clock.advance(25 * HOUR_MS);
  await app.worker.drain();
  expect(await app.storage.get({ id, file: 'small.webp' })).toBeUndefined();
  expect(await app.db.read.$count(app.db.tables(mediaTables).media)).toBe(0);
  await app.close();
});
