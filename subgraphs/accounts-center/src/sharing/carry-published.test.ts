import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SharingFixture, sharingStarter } from './sharing.fixture.ts';

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let whatsApp: string;
  beforeEach(async () => {
    [family, author = '', instagram = '', whatsApp = ''] = await start('FACEBOOK', 'INSTAGRAM', 'WHATSAPP');
    await family.set(author, instagram, 'ALWAYS');
    await family.set(author, whatsApp, 'ASK');
  });

  const receive = (event: ReturnType<SharingFixture['madeInApp']>) => family.sharing.inbox.receive(event);

  it('X1: a post made in its app is carried to the accounts whose setting is ALWAYS', async () => {
    const post = family.madeInApp(author);
    expect(await receive(post)).toBe('handled');
    await family.settle();
    expect(await family.deliveries(post.postId)).toMatchObject([{ targetId: instagram, state: 'DELIVERED' }]);
    expect(family.apps.instagram.shown).toMatchObject([{ draft: { text: 'made here', isCopy: true } }]);
  });

  it('once, however often the event comes, also at the same time', async () => {
    const post = family.madeInApp(author);
    const results = await Promise.all([receive(post), receive(post), receive(post)]);
    expect(results.sort()).toEqual(['duplicate', 'duplicate', 'handled']);
    expect(await receive({ ...post, id: 'another' })).toBe('handled');
    await family.settle();
    expect(await receive(post)).toBe('duplicate');
    expect(family.apps.instagram.posts).toHaveLength(1);
  });

  it('what one target refuses does not keep the others from theirs', async () => {
    await family.set(author, whatsApp, 'ALWAYS');
    family.apps.instagram.refuse = () => ({ reason: 'MEDIA_REQUIRED', message: 'A photo, please.' });
    const post = family.madeInApp(author);
    await receive(post);
    await family.settle();
    family.apps.instagram.refuse = () => undefined;
    expect((await family.states(post.postId)).sort()).toEqual(['DELIVERED', 'FAILED']);
  });

  describe('nothing is carried', () => {
    /** Takes an event in. @returns what is carried by it */
    const carriedBy = async (event: ReturnType<SharingFixture['madeInApp']>) => {
      if ((await receive(event)) !== 'handled') throw new Error('The event was not taken in.');
      return family.deliveries(event.postId);
    };

    it('X13: of a copy, nor of what this service has published', async () => {
      expect(await carriedBy(family.madeInApp(author, { isCopy: true }))).toEqual([]);
      expect(await carriedBy(family.madeInApp(author, { publicationKey: 'xps_1' }))).toEqual([]);
    });

    it('X13: from A to B and back to A', async () => {
      await family.set(instagram, author, 'ALWAYS');
      const post = family.madeInApp(author);
      await receive(post);
      await family.settle();
      const [copy] = family.apps.instagram.shown;
      expect(
        await carriedBy(family.madeInApp(instagram, { postId: copy?.id, isCopy: true, publicationKey: copy?.key })),
      ).toEqual([]);
      expect(family.apps.facebook.posts).toEqual([]);
    });

    it.each([
      ['another app', 'instagram'],
      ['the gateway', 'gateway'],
    ])('when %s tells of it', async (_what, source) => {
      expect(await carriedBy({ ...family.madeInApp(author), source })).toEqual([]);
    });

    it('when an app tells of a post of another app, or of nobody', async () => {
      expect(await carriedBy(family.madeInApp(author, { postId: family.ids.next('igp') }))).toEqual([]);
      expect(await carriedBy(family.madeInApp(author, { authorId: family.ids.random('fbu') }))).toEqual([]);
    });

    it.each([
      ['a moment', 1],
      ['half a minute', 29_000],
      ['an hour', 3_600_000],
    ])('L1: that was published %s before the setting was made, however late the event comes', async (_long, ms) => {
      const event = family.madeInApp(whatsApp);
      family.clock.advance(ms);
      await family.set(whatsApp, author, 'ALWAYS');
      family.clock.advance(60_000);
      expect(await carriedBy(event)).toEqual([]);
    });

    it('L1: by an app whose clock was behind when the setting was made: it loses a copy, and none leaks', async () => {
      await family.set(whatsApp, author, 'ALWAYS');
      const event = family.madeInApp(whatsApp);
      const createdAt = new Date(event.createdAt.getTime() - 1_000);
      expect(await carriedBy({ ...event, createdAt })).toEqual([]);
    });

    it('after a NEVER, or an unlink', async () => {
      const event = family.madeInApp(author);
      await family.set(author, instagram, 'NEVER');
      expect(await carriedBy(event)).toEqual([]);
      await family.set(author, instagram, 'ALWAYS');
      await family.unlink(instagram);
      expect(await carriedBy(family.madeInApp(author))).toEqual([]);
    });
  });

  it('what is published after the setting was made is carried, from the same instant on', async () => {
    await family.set(whatsApp, author, 'ALWAYS');
    for (const ms of [0, 1]) {
      family.clock.advance(ms);
      const event = family.madeInApp(whatsApp);
      await receive(event);
      expect(await family.deliveries(event.postId)).toHaveLength(1);
    }
  });

  it('an event that is no such event is left to its sender', async () => {
    const event = family.madeInApp(author);
    await expect(receive({ ...event, payload: { postId: event.postId } })).rejects.toThrow();
    expect(await receive(event)).toBe('handled');
  });
});
