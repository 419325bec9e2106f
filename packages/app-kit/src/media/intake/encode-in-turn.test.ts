import { beforeAll, describe, expect, it } from 'vitest';
import type { Encoded } from '../encoded.ts';
import { defaultLimits, type EncodingLimits } from '../limits.ts';
import { ann, ben, codeOf, formOf, startMedia } from '../testing/media-fixture.ts';
import { picture } from '../testing/pictures.ts';
import { createEncodeInTurn, type EncodingTask } from './encode-in-turn.ts';

const encoded: Encoded = { ok: true, kind: 'PHOTO', mainFile: 'original.jpg', width: 1, height: 1, durationMs: null };

/** Encoders that end when they are told to, and tell what they have begun. */
function createTurns(limits: EncodingLimits = defaultLimits.encoding) {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const encoder = (input: string) => {
    begun.push(input);
    return new Promise<Encoded>((resolve) => ends.push(() => resolve(encoded)));
  };
  const encode = createEncodeInTurn({ PHOTO: encoder, VIDEO: encoder }, limits);
  const photo = (ownerId: string, path: string, lane: EncodingTask['lane'] = 'UPLOADS') =>
    encode({ lane, ownerId, file: { kind: 'PHOTO', path }, folder: '' });
  return { begun, ends, photo };
}

describe('taking turns', () => {
  it('a photo of another account begins at once, however many wait', async () => {
    const { begun, ends, photo } = createTurns();
    const attack = Array.from({ length: 40 }, (_, index) => photo(ann, `large ${index}`));
    await expect.poll(() => begun).toEqual(['large 0']);
    const small = photo(ben, 'small');
    await expect.poll(() => begun).toEqual(['large 0', 'small']);
    ends[1]?.();
    expect(await small).toEqual(encoded);
    for (let index = 0; index < attack.length + 1; index++) {
      await expect.poll(() => ends.length).toBeGreaterThan(index);
      ends[index]?.();
    }
    await Promise.all(attack);
  });

  it('uploads and imports do not wait for each other', async () => {
    const { begun, ends, photo } = createTurns();
    const owners = Array.from({ length: 20 }, (_, index) => `fbu_${index}`);
    const uploads = owners.map((owner) => photo(owner, 'upload'));
    await expect.poll(() => begun).toHaveLength(2);
    const imports = owners.map((owner) => photo(owner, 'import', 'IMPORTS'));
    await expect.poll(() => begun.filter((path) => path === 'import')).toHaveLength(2);
    ends[2]?.();
    expect(await imports[0]).toEqual(encoded);
    for (let index = 0; index < 2 * owners.length; index++) {
      await expect.poll(() => ends.length).toBeGreaterThan(index);
      ends[index]?.();
    }
    await Promise.all([...uploads, ...imports]);
  });

  it('refuses whoever finds no room, and takes it from whoever has most', async () => {
    const PHOTO = { concurrent: 1, waiting: 2 };
    const { begun, ends, photo } = createTurns({ UPLOADS: { PHOTO, VIDEO: PHOTO }, IMPORTS: { PHOTO, VIDEO: PHOTO } });
    const [first, second, third] = ['1', '2', '3'].map((path) => photo(ann, path));
    expect(await photo(ann, '4')).toEqual({ ok: false, code: 'BUSY' });
    const small = photo(ben, 'small');
    expect(await third).toEqual({ ok: false, code: 'BUSY' });
    for (let index = 0; index < 3; index++) {
      await expect.poll(() => ends.length).toBeGreaterThan(index);
      ends[index]?.();
    }
    await Promise.all([first, second, small]);
    expect(begun).toEqual(['1', '2', 'small']);
  });
});

describe('over HTTP', () => {
  let large: Buffer;
  let small: Buffer;
  beforeAll(async () => {
    large = await picture(3_000, 2_000).jpeg().toBuffer();
    small = await picture(40, 30).jpeg().toBuffer();
  });

  it('a small photo is kept while the many large ones of another account wait', async () => {
    const app = await startMedia();
    const kept: string[] = [];
    const attack = Array.from({ length: 12 }, () => app.upload(formOf(large), ann).then(() => kept.push('large')));
    await expect.poll(async () => (await app.leftovers()).length, { timeout: 10_000 }).toBeGreaterThan(8);
    const keptBefore = kept.length;
    const answer = await app.upload(formOf(small), ben);
    kept.push('small');
    await Promise.all(attack);
    expect(answer.status).toBe(201);
    expect(kept.indexOf('small') - keptBefore).toBeLessThan(5);
    await app.close();
  }, 60_000);

  it('a full queue is a 503 that says when to come again', async () => {
    const PHOTO = { concurrent: 1, waiting: 0 };
    const encoding = { ...defaultLimits.encoding, UPLOADS: { PHOTO, VIDEO: PHOTO } };
    const app = await startMedia({ limits: { encoding } });
    const answers = await Promise.all(Array.from({ length: 4 }, () => app.upload(formOf(large), ann)));
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expect(answer.headers.get('retry-after')).toBe('10');
      expect(await codeOf(answer)).toEqual([503, 'BUSY']);
    }
    expect(await app.leftovers()).toEqual([]);
    await app.close();
  });
});
