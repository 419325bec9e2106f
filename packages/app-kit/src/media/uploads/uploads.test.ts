import type { Database } from '@accounts-center/db';
import { eachDialect, sqlitePlan } from '@accounts-center/db/testing';
import { createIds, silentLogger } from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { mediaTables } from '../media.table.ts';
import { ann, ben, codeOf, fixtureTables, formOf, type MediaFixture, startMedia } from '../testing/media-fixture.ts';
import { picture } from '../testing/pictures.ts';
import { streamForm } from '../testing/stream-form.ts';
import { createUploads, type Uploads } from './uploads.service.ts';
import { createUploadsStore } from './uploads.store.ts';

const MEBIBYTE = 1024 * 1024;
const MINUTE_MS = 60_000;
const LARGE = 1_000 * MEBIBYTE;

let png: Buffer;
beforeAll(async () => {
  png = await picture(8, 6).png().toBuffer();
});

eachDialect((_dialect, open) => {
  let db: Database;
  const fixtures: MediaFixture[] = [];
  const start = async (limits: Parameters<typeof startMedia>[0] = {}) => {
    const app = await startMedia({ db, ...limits });
    fixtures.push(app);
    return app;
  };
  beforeAll(async () => {
    db = await open({ tables: fixtureTables });
  });
  afterAll(async () => {
    for (const app of fixtures) await app.close();
  });

  const rowsOf = (name: 'media' | 'uploadSlot' | 'uploadClaim') => db.read.select().from(db.tables(mediaTables)[name]);
  const accounts = (() => {
    let number = 0;
    return () => `fbu_${String((number += 1)).padStart(26, '0')}`;
  })();

  it('the limit of waiting files holds for 140 uploads at once, over two replicas', async () => {
    const limits = { maxWaitingFiles: 20, maxUploadsAtOnce: 1_000 };
    const [one, other] = [await start({ limits }), await start({ limits })];
    const account = accounts();
    const answers = await Promise.all(
      Array.from({ length: 140 }, (_, index) => (index % 2 === 0 ? one : other).upload(formOf(png), account)),
    );
    const taken = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(taken).toHaveLength(20);
    expect(refused).toHaveLength(120);
    for (const answer of refused) {
      const code = await codeOf(answer);
      expect([
        [429, 'TOO_MANY_UPLOADS'],
        [429, 'TOO_MANY_AT_ONCE'],
      ]).toContainEqual(code);
    }
    expect(await codeOf(await one.upload(formOf(png), account))).toEqual([429, 'TOO_MANY_UPLOADS']);
    expect((await rowsOf('media')).filter(({ ownerId }) => ownerId === account)).toHaveLength(20);
    expect(await rowsOf('uploadSlot')).toEqual([]);
    expect((await one.upload(formOf(png), accounts())).status).toBe(201);
  });

  it('one account receives so many at once, and gets its slots back when they break off', async () => {
    const app = await start({ limits: { maxUploadsAtOnce: 2 } });
    const leave = () => expect.poll(() => app.leftovers()).toHaveLength(2);
    const piece = Buffer.alloc(0);
    let refused: Response | undefined;
    const pending = [1, 2].map((_, index) =>
      streamForm(app, {
        head: png.subarray(0, 20),
        piece,
        endless: false,
        leave: async () => {
          await leave();
          if (index === 0) refused = await app.upload(formOf(png), ann);
          else await expect.poll(() => refused).toBeDefined();
        },
      }),
    );
    await Promise.all(pending);
    expect(refused?.headers.get('retry-after')).toBe('5');
    expect(refused && (await codeOf(refused))).toEqual([429, 'TOO_MANY_AT_ONCE']);
    await expect.poll(() => app.leftovers()).toEqual([]);
    await expect.poll(() => rowsOf('uploadSlot')).toEqual([]);
    expect((await app.upload(formOf(png), ann)).status).toBe(201);
  });

  it('the bytes that wait are bounded, by what an upload says before it is read', async () => {
    const limits = { maxBytes: { PHOTO: MEBIBYTE, VIDEO: 2 * MEBIBYTE }, maxWaitingBytes: 3 * MEBIBYTE };
    const app = await start({ limits });
    const account = accounts();
    const leave = async () => {
      await expect.poll(() => app.leftovers()).toHaveLength(1);
      // An upload without a length may be as large as any: only a small one fits beside it.
      expect((await app.upload(formOf(png), ann)).status).toBe(201);
      expect(await codeOf(await app.upload(formOf(Buffer.concat([png, Buffer.alloc(MEBIBYTE)])), ann))).toEqual([
        429,
        'TOO_MANY_AT_ONCE',
      ]);
    };
    await streamForm(app, { head: png.subarray(0, 20), piece: Buffer.alloc(0), endless: false, leave });
    // While they are under way, three of 900 kB fit, and no more.
    const large = Buffer.concat([png, Buffer.alloc(900_000)]);
    const answers = await Promise.all(Array.from({ length: 12 }, () => app.upload(formOf(large), account)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(3);
    expect(statuses).toContain(429);
  });

  it('an upload that does not say its length takes the room of a photo once its first bytes show one', async () => {
    const limits = { maxBytes: { PHOTO: MEBIBYTE, VIDEO: 7 * MEBIBYTE }, maxWaitingBytes: 16 * MEBIBYTE };
    const app = await start({ limits });
    const photo = await picture(400, 300).jpeg().toBuffer();
    const sizes = async () => {
      const slots = await db.read.select().from(db.tables(mediaTables).uploadSlot);
      return slots.map(({ sizeBytes }) => Math.floor(sizeBytes / MEBIBYTE));
    };
    /** Has another photo on its way, and so on; then looks at what is left for others. */
    const among = async (photos: number): Promise<void> => {
      if (photos === 0) {
        const unknown = streamForm(app, { head: Buffer.alloc(0), piece: Buffer.alloc(0), endless: false });
        expect((await unknown).answer).toEqual([429, 'TOO_MANY_AT_ONCE']);
        return;
      }
      await streamForm(app, {
        head: photo.subarray(0, 600),
        piece: Buffer.alloc(0),
        endless: false,
        leave: async () => {
          await expect.poll(sizes).toEqual(Array(10 - photos).fill(1));
          await among(photos - 1);
        },
      });
    };
    await among(9);
    await expect.poll(sizes).toEqual([]);
  });

  it('a file that nothing uses counts until it must have been swept, and an older one no more', async () => {
    const app = await start({ limits: { maxWaitingFiles: 1 } });
    const account = accounts();
    expect((await app.upload(formOf(png), account)).status).toBe(201);
    app.clock.advance(25 * 60 * MINUTE_MS - 1);
    expect(await codeOf(await app.upload(formOf(png), account))).toEqual([429, 'TOO_MANY_UPLOADS']);
    app.clock.advance(1);
    expect((await app.upload(formOf(png), account)).status).toBe(201);
  });

  it('a file in use does not count', async () => {
    const app = await start({ limits: { maxWaitingFiles: 1 } });
    const account = accounts();
    const { id } = (await (await app.upload(formOf(png), account)).json()) as { id: string };
    const use = { user: 'POST', userId: `of ${account}` } as const;
    await db.write((tx) => app.media.attach(tx, use, { ownerId: account, ids: [id], access: 'PUBLIC' }));
    expect((await app.upload(formOf(png), account)).status).toBe(201);
  });

  describe('a killed process', () => {
    let app: MediaFixture;
    let uploads: Uploads;
    beforeAll(async () => {
      app = await start({ limits: { maxUploadsAtOnce: 3 } });
      uploads = createUploads({
        db,
        clock: app.clock,
        ids: createIds({ clock: app.clock }),
        log: silentLogger,
        store: createUploadsStore(db),
        limits: { maxWaitingFiles: 100, maxWaitingBytes: 4 * LARGE, maxUploadsAtOnce: 3 },
      });
    });

    /** Begins an upload that nobody ever ends. */
    const beginAndDie = (ownerId: string) =>
      new Promise<string>((resolve) => {
        void uploads.inSlot({ ownerId, sizeBytes: 1_000 }, (slotId) => {
          resolve(slotId);
          return new Promise<{ ok: boolean }>(() => {});
        });
      });

    it('keeps its slots for three minutes', async () => {
      const account = accounts();
      const dead = [await beginAndDie(account), await beginAndDie(account), await beginAndDie(account)];
      expect(await codeOf(await app.upload(formOf(png), account))).toEqual([429, 'TOO_MANY_AT_ONCE']);
      expect((await app.upload(formOf(png), accounts())).status).toBe(201);
      app.clock.advance(3 * MINUTE_MS);
      expect((await app.upload(formOf(png), account)).status).toBe(201);
      expect(await rowsOf('uploadSlot')).toHaveLength(dead.length);
    });

    it('leaves nothing for good', async () => {
      await beginAndDie(accounts());
      app.clock.advance(3 * MINUTE_MS);
      await app.sweep();
      expect([await rowsOf('uploadSlot'), await rowsOf('uploadClaim')]).toEqual([[], []]);
    });

    it('that was only slow keeps no file whose slot others may have', async () => {
      const finished = await uploads.inSlot({ ownerId: ben, sizeBytes: 1_000 }, async (slotId) => {
        app.clock.advance(3 * MINUTE_MS);
        return { ok: await db.write((tx) => uploads.finish(tx, slotId)) };
      });
      expect(finished).toEqual({ ok: false });
    });
  });
});

it('a claim reads no file of the account that is older than that', async () => {
  const statements: string[] = [];
  const app = await startMedia({ onStatement: (sql) => statements.push(sql) });
  onTestFinished(() => app.close());
  expect((await app.upload(formOf(png), ann)).status).toBe(201);
  const claims = statements.filter((sql) => /^select .* from "media" /.test(sql));
  expect(claims).toHaveLength(1);
  const plan = await sqlitePlan(fixtureTables, claims.join());
  expect(plan.filter((step) => step.includes(' media '))).toEqual([
    'SEARCH media USING INDEX media_owner_id_created_at (owner_id=? AND created_at>?)',
  ]);
});
