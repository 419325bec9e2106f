import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Death, mortality } from '../profile-sync/mortal.fixture.ts';
import { type SharingFixture, sharingStarter } from './sharing.fixture.ts';
import { sharingTables } from './sharing.table.ts';

const DAY_MS = 24 * 3_600_000;
const cancelled = { state: 'CANCELLED', reason: 'ORIGINAL_DELETED' } as const;
const notFound = { ok: false, code: 'POST_NOT_FOUND', field: ['input', 'postId'] };

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let whatsApp: string;
  beforeEach(async () => {
    [family, author = '', instagram = '', whatsApp = ''] = await start('FACEBOOK', 'INSTAGRAM', 'WHATSAPP');
  });

  /** The author deletes a post, and the app tells of it. */
  const remove = (postId: string, by = family.sharing) => by.inbox.receive(family.deletedInApp(author, postId));
  const crossPostOf = async (postId: string) =>
    (await family.everything()).crossPosts.find((one) => one.postId === postId);
  const copies = (): readonly unknown[] => family.apps.instagram.posts;

  describe('X10: deleting a post stops its copies that are not delivered', () => {
    it('what waits for its app is cancelled at once, and never comes; what is there stays', async () => {
      family.apps.takeDown('INSTAGRAM');
      const { postId } = await family.published(author, [instagram, whatsApp]);
      await family.sharing.worker.drain();
      expect(await family.states(postId)).toEqual(['QUEUED', 'DELIVERED']);
      expect(await remove(postId)).toBe('handled');
      expect(await family.deliveries(postId)).toMatchObject([cancelled, { state: 'DELIVERED', reason: null }]);
      family.apps.heal();
      await family.settle();
      expect(copies()).toEqual([]);
      expect(family.apps.whatsApp.shown).toHaveLength(1);
    });

    it('its words and files are not kept', async () => {
      const mediaIds = [family.apps.facebook.upload(author)];
      const { postId } = await family.published(author, [instagram], { text: 'Regret.', mediaIds });
      expect(await crossPostOf(postId)).toMatchObject({ draft: { text: 'Regret.', media: [{ altText: 'a cat' }] } });
      await remove(postId);
      expect(await crossPostOf(postId)).toMatchObject({ state: 'DELETED', draft: null });
      expect(JSON.stringify(await family.everything())).not.toContain('Regret.');
    });

    it('a failed copy is not tried again; a retry of before answers as it did', async () => {
      family.apps.instagram.refuse = () => ({ reason: 'MEDIA_REQUIRED', message: 'A photo, please.' });
      const { postId } = await family.published(author, [instagram]);
      const key = family.key();
      await family.retry(author, postId, key);
      await family.settle();
      family.apps.instagram.refuse = () => undefined;
      await remove(postId);
      expect(await family.retry(author, postId)).toEqual(notFound);
      expect(await family.retry(author, postId, key)).toMatchObject({ ok: true });
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject({ state: 'FAILED', reason: 'MEDIA_REQUIRED' });
      expect(copies()).toEqual([]);
    });

    it('D3: the same key publishes nothing again', async () => {
      const request = family.request(author, [instagram]);
      const result = await family.crossPost(request);
      await remove((result.ok && result.shared.postId) || '');
      expect(await family.crossPost(request)).toMatchObject({
        ok: true,
        shared: { postId: null, deliveries: [cancelled] },
      });
      await family.settle();
      expect(family.apps.facebook.posts).toHaveLength(1);
    });

    it('told twice, or by another app, it is deleted once, or not', async () => {
      const { postId } = await family.published(author, [instagram]);
      const event = family.deletedInApp(author, postId);
      expect(await family.sharing.inbox.receive({ ...event, id: 'other', source: 'instagram' })).toBe('handled');
      expect(await family.states(postId)).toEqual(['QUEUED']);
      expect(await family.sharing.inbox.receive(event)).toBe('handled');
      expect(await family.sharing.inbox.receive(event)).toBe('duplicate');
      expect(await family.sharing.inbox.receive({ ...event, id: 'again' })).toBe('handled');
      expect(await family.delivery(postId)).toMatchObject(cancelled);
    });
  });

  describe('a copy that is being sent is settled with its app', () => {
    it.each([
      ['had taken it: DELIVERED', 'lost', 'DELIVERED', 1],
      ['takes it after that: never', 'late', 'CANCELLED', 0],
      ['never heard of it: CANCELLED', 'missed', 'CANCELLED', 0],
    ] as const)('which %s', async (_what, fault, state, copyCount) => {
      const { postId } = await family.sentOnce(author, instagram, fault);
      expect(await family.states(postId)).toEqual(['UNKNOWN']);
      await remove(postId);
      await family.settle();
      family.apps.arrive();
      expect(await family.delivery(postId)).toMatchObject({
        state,
        reason: state === 'CANCELLED' ? 'ORIGINAL_DELETED' : null,
      });
      expect(copies()).toHaveLength(copyCount);
    });

    it.each([
      ['arrives', undefined, 'DELIVERED'],
      ['does not get there', 'unreachable', 'CANCELLED'],
      ['gets lost', 'missed', 'CANCELLED'],
      ['is late', 'late', 'CANCELLED'],
    ] as const)('while a send is under way that %s', async (_what, fault, state) => {
      const { postId } = await family.published(author, [instagram]);
      const letGo = family.apps.hold('publishPost', 'INSTAGRAM');
      const { worker } = family.start();
      const working = worker.drain();
      await expect.poll(() => family.states(postId)).toEqual(['SENDING']);
      await remove(postId);
      expect(await family.states(postId)).toEqual(['STOPPING']);
      letGo(fault);
      await working;
      family.apps.heal();
      await family.settle();
      family.apps.arrive();
      expect(await family.states(postId)).toEqual([state]);
      expect(copies()).toHaveLength(state === 'DELIVERED' ? 1 : 0);
      await worker.stop();
    });

    it('while its app is away: it reads UNKNOWN, and is settled when it is back', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'late');
      family.apps.takeDown('INSTAGRAM');
      await remove(postId);
      await family.sharing.worker.drain();
      expect(await family.states(postId)).toEqual(['STOPPING']);
      family.apps.heal();
      await family.settle();
      family.apps.arrive();
      expect(await family.delivery(postId)).toMatchObject(cancelled);
      expect(copies()).toEqual([]);
    });
  });

  describe('a deletion that nobody has told of yet', () => {
    it('is seen before a copy is sent', async () => {
      const { postId } = await family.published(author, [instagram]);
      const event = family.deletedInApp(author, postId);
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject(cancelled);
      expect(copies()).toEqual([]);
      await family.sharing.inbox.receive(event);
      expect(await crossPostOf(postId)).toMatchObject({ state: 'DELETED', draft: null });
    });
  });

  describe('X10: a deletion that overtakes the publication is not lost', () => {
    beforeEach(async () => {
      await family.set(author, instagram, 'ALWAYS');
    });
    const receive = (event: ReturnType<SharingFixture['madeInApp']>) => family.sharing.inbox.receive(event);

    it('of a post made in its app: it is not carried', async () => {
      const post = family.madeInApp(author);
      await remove(post.postId);
      expect(await receive(post)).toBe('handled');
      expect(await crossPostOf(post.postId)).toBeUndefined();
    });

    it('at the same time: it is not carried, or what was carried is cancelled', async () => {
      for (let round = 0; round < 6; round++) {
        const post = family.madeInApp(author);
        await Promise.all([receive(post), remove(post.postId, family.start())]);
        await family.settle();
        expect((await family.states(post.postId)).filter((state) => state !== 'CANCELLED')).toEqual([]);
      }
      expect(copies()).toEqual([]);
    });

    it('only what is older than it is out of date', async () => {
      const post = family.madeInApp(author);
      await family.sharing.inbox.receive(family.deletedInApp(author, post.postId, { revision: 1 }));
      family.apps.facebook.ownPosts.set(post.postId, { authorId: author, audience: 'PUBLIC' });
      await receive(post);
      expect(await family.states(post.postId)).toEqual(['QUEUED']);
    });

    it('of a post whose publication is in doubt: it is gone, with its copies', async () => {
      family.apps.failOnce('FACEBOOK', 'publishPost', 'lost');
      family.apps.failOnce('FACEBOOK', 'publication', 'unreachable');
      const request = family.request(author, [instagram]);
      expect(await family.crossPost(request)).toMatchObject({ shared: { postId: null } });
      await remove(family.apps.facebook.posts[0]?.id ?? '');
      await family.settle();
      expect(await family.crossPost(request)).toMatchObject({
        ok: true,
        shared: { postId: null, deliveries: [cancelled] },
      });
      expect(copies()).toEqual([]);
    });

    it('of a post of whose publication the answer is still on its way', async () => {
      let isOver = false;
      const { contract } = family.apps;
      const { publishPost } = contract;
      contract.publishPost = async (...args) => {
        const answer = await publishPost(...args);
        if (!isOver && answer.postId !== null) await remove(answer.postId);
        isOver = true;
        return answer;
      };
      const request = family.request(author, [instagram]);
      const result = await family.crossPost(request, family.start());
      contract.publishPost = publishPost;
      expect(result).toMatchObject({ ok: true, shared: { postId: null, deliveries: [cancelled] } });
      await family.settle();
      expect(copies()).toEqual([]);
      expect((await family.everything()).crossPosts.at(-1)).toMatchObject({ state: 'DELETED', draft: null });
    });

    it('is remembered for as long as events are', async () => {
      const { deletedPost } = family.db.tables(sharingTables);
      const { postId } = family.madeInApp(author);
      const isRemembered = async () =>
        (await family.db.read.select().from(deletedPost)).some((deleted) => deleted.postId === postId);
      await remove(postId);
      family.clock.advance(89 * DAY_MS);
      await family.sharing.sweep();
      expect(await isRemembered()).toBe(true);
      family.clock.advance(DAY_MS);
      await family.sharing.sweep();
      expect(await isRemembered()).toBe(false);
    });
  });

  it('case 12: killed at any point of a delivery while the post is deleted, no copy comes after it', async () => {
    for (let lastStep = 0; lastStep < 12; lastStep++) {
      family.apps.instagram.posts.length = 0;
      const { postId } = await family.published(author, [instagram]);
      const { worker } = family.start({ life: mortality(lastStep) });
      const working = worker.drain().catch((error: unknown) => {
        if (!(error instanceof Death)) throw error;
      });
      await remove(postId);
      await working;
      await worker.stop();
      await family.settle();
      const delivery = await family.delivery(postId);
      expect(copies()).toHaveLength(delivery?.state === 'DELIVERED' ? 1 : 0);
      expect(['DELIVERED', 'CANCELLED']).toContain(delivery?.state);
    }
  });
});
