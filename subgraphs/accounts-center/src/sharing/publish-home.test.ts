import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Death, mortality } from '../profile-sync/mortal.fixture.ts';
import { needsMedia, type SharingFixture, sharingStarter } from './sharing.fixture.ts';

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let whatsApp: string;
  beforeEach(async () => {
    [family, author = '', instagram = '', whatsApp = ''] = await start('FACEBOOK', 'INSTAGRAM', 'WHATSAPP');
  });

  describe('D3: the same key', () => {
    it('gives the same answer, and one effect', async () => {
      const request = family.request(author, [instagram]);
      const first = await family.crossPost(request);
      expect(await family.crossPost(request)).toEqual(first);
      family.apps.takeDown('FACEBOOK', 'INSTAGRAM');
      expect(await family.crossPost(request)).toEqual(first);
      family.apps.heal();
      await family.settle();
      expect(family.apps.facebook.posts).toHaveLength(1);
      expect(family.apps.instagram.posts).toHaveLength(1);
    });

    it('with another body is an error', async () => {
      const request = family.request(author, [instagram]);
      await family.crossPost(request);
      for (const change of [{ text: 'other' }, { targetAccountIds: [whatsApp] }, { audience: 'FOLLOWERS' as const }]) {
        expect(await family.crossPost({ ...request, ...change })).toEqual({
          ok: false,
          code: 'IDEMPOTENCY_KEY_REUSED',
          field: ['input', 'idempotencyKey'],
        });
      }
      await family.settle();
      expect(family.apps.facebook.posts).toHaveLength(1);
    });

    it('at the same time has one effect and the same answer', async () => {
      const request = family.request(author, [instagram, whatsApp]);
      const results = await Promise.all(Array.from({ length: 5 }, () => family.crossPost(request, family.start())));
      for (const result of results) expect(result).toEqual(results[0]);
      expect(results[0]).toMatchObject({ ok: true, shared: { postId: family.apps.facebook.shown[0]?.id } });
      await family.settle();
      expect(family.apps.facebook.posts).toHaveLength(1);
      expect(family.apps.instagram.posts).toHaveLength(1);
    });

    it('of a refusal is free for the corrected post', async () => {
      const request = family.request(author, [instagram], { text: 'x'.repeat(70_000) });
      expect(await family.crossPost(request)).toMatchObject({ code: 'TEXT_TOO_LONG' });
      expect(await family.crossPost({ ...request, text: 'short' })).toMatchObject({ ok: true });
    });
  });

  describe('between the check and the publication', () => {
    it('an account that is unlinked gets no copy, and a NEVER is heard', async () => {
      await family.set(author, instagram, 'ALWAYS');
      const racing = (race: () => Promise<unknown>) => {
        let isOver = false;
        family.apps.fail(async ({ method }) => {
          if (method !== 'checkPost' || isOver) return undefined;
          isOver = true;
          await race();
          return undefined;
        });
      };
      racing(() => family.set(author, instagram, 'NEVER'));
      expect((await family.published(author, null)).deliveries).toEqual([]);
      racing(() => family.unlink(whatsApp));
      expect(await family.crossPost(family.request(author, [whatsApp]))).toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
      family.apps.heal();
      expect((await family.everything()).crossPosts.filter(({ state }) => state === 'PUBLISHING')).toEqual([]);
    });

    it('the home app goes away: nothing is published, now or later, and the same key tries again', async () => {
      const request = family.request(author, [instagram]);
      family.apps.failOnce('FACEBOOK', 'publishPost', 'unreachable');
      expect(await family.crossPost(request)).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      await family.settle();
      expect(family.apps.facebook.posts).toEqual([]);
      const { deliveries } = await family.everything();
      expect(deliveries.filter(({ authorId }) => authorId === author)).toMatchObject([
        { state: 'CANCELLED', reason: 'NOT_PUBLISHED' },
      ]);
      const again = await family.crossPost(request);
      expect(again).toMatchObject({ ok: true, shared: { postId: family.apps.facebook.shown[0]?.id } });
      expect(await family.crossPost(request)).toEqual(again);
    });

    it('the home app refuses after all: nothing is carried, and the same key says the same', async () => {
      const request = family.request(author, [instagram]);
      let refusals = [undefined, { reason: 'MEDIA_NOT_FOUND', message: 'It was used.' } as const];
      family.apps.facebook.refuse = () => refusals.shift();
      const refused = { ok: false, code: 'MEDIA_NOT_FOUND', message: 'It was used.' };
      expect(await family.crossPost(request)).toEqual(refused);
      refusals = [];
      expect(await family.crossPost(request)).toEqual(refused);
      await family.settle();
      family.apps.facebook.refuse = () => undefined;
      expect(family.apps.all.flatMap(({ posts }) => posts)).toEqual([]);
      const { deliveries } = await family.everything();
      expect(deliveries.at(-1)).toMatchObject({ state: 'CANCELLED', reason: 'NOT_PUBLISHED' });
    });
  });

  describe('case 12: a lost answer of the home app', () => {
    it.each(['lost', 'error'] as const)('(%s) is asked for at once', async (fault) => {
      family.apps.failOnce('FACEBOOK', 'publishPost', fault);
      const { postId } = await family.published(author, [instagram]);
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(family.apps.facebook.posts).toHaveLength(1);
    });

    it('that can not be asked for leaves the post pending; it follows once, with its copies', async () => {
      family.apps.fail(({ app, method }) => {
        if (app !== 'FACEBOOK' || method === 'checkPost') return undefined;
        return method === 'publishPost' ? 'lost' : 'unreachable';
      });
      const request = family.request(author, [instagram]);
      const pending = { ok: true, shared: { postId: null, deliveries: [{ state: 'QUEUED' }] } };
      expect(await family.crossPost(request)).toMatchObject(pending);
      expect(await family.crossPost(request)).toMatchObject(pending);
      family.apps.heal();
      await family.settle();
      const [post] = family.apps.facebook.posts;
      expect(await family.crossPost(request)).toMatchObject({
        shared: { postId: post?.id, deliveries: [{ state: 'DELIVERED' }] },
      });
      expect(family.apps.facebook.posts).toHaveLength(1);
    });

    it('a repeat asks before it sends, and finishes what was left open', async () => {
      family.apps.failOnce('FACEBOOK', 'publishPost', 'missed');
      family.apps.failOnce('FACEBOOK', 'publication', 'unreachable');
      const request = family.request(author, [instagram]);
      expect(await family.crossPost(request)).toMatchObject({ shared: { postId: null } });
      family.apps.facebook.calls.length = 0;
      expect(await family.crossPost(request)).toMatchObject({ shared: { postId: expect.any(String) } });
      expect(family.apps.facebook.calls).toEqual(['publication', 'publishPost']);
    });

    it('once it is pending, the home app’s being away does not make it unpublished', async () => {
      family.apps.failOnce('FACEBOOK', 'publication', 'unreachable');
      family.apps.failOnce('FACEBOOK', 'publishPost', 'late');
      const request = family.request(author, [instagram]);
      expect(await family.crossPost(request)).toMatchObject({ shared: { postId: null } });
      family.apps.takeDown('FACEBOOK');
      expect(await family.crossPost(request)).toMatchObject({ ok: true, shared: { postId: null } });
      family.apps.heal();
      family.apps.arrive();
      await family.settle();
      const [post] = family.apps.facebook.posts;
      expect(await family.states(post?.id ?? '')).toEqual(['DELIVERED']);
      expect(family.apps.facebook.posts).toHaveLength(1);
    });

    it('nor is it unpublished when the first to send it was not heard, and another was', async () => {
      const request = family.request(author, [instagram]);
      const letGo = family.apps.hold('publishPost');
      const first = family.crossPost(request);
      await expect.poll(async () => (await family.everything()).crossPosts.at(-1)?.authorId).toBe(author);
      family.apps.fail(({ method }) => (method === 'publishPost' ? 'late' : undefined));
      expect(await family.crossPost(request)).toMatchObject({ shared: { postId: null } });
      letGo('unreachable');
      expect(await first).toMatchObject({ ok: true, shared: { postId: null } });
      family.apps.heal();
      family.apps.arrive();
      await family.settle();
      expect(await family.states(family.apps.facebook.posts[0]?.id ?? '')).toEqual(['DELIVERED']);
      expect(family.apps.facebook.posts).toHaveLength(1);
    });

    it('a refusal is for good: an earlier send that arrives late is refused, too', async () => {
      family.apps.failOnce('FACEBOOK', 'publishPost', 'late');
      const request = family.request(author, [instagram]);
      expect(await family.crossPost(request)).toMatchObject({ shared: { postId: null } });
      family.apps.facebook.refuse = () => needsMedia;
      expect(await family.crossPost(request)).toMatchObject({ ok: false, code: 'MEDIA_REQUIRED' });
      family.apps.facebook.refuse = () => undefined;
      family.apps.arrive();
      await family.settle();
      expect(family.apps.all.flatMap(({ posts }) => posts)).toEqual([]);
    });

    it('a post that was deleted before we knew of it is gone, with its copies', async () => {
      family.apps.failOnce('FACEBOOK', 'publishPost', 'lost');
      family.apps.failOnce('FACEBOOK', 'publication', 'unreachable');
      const request = family.request(author, [instagram]);
      expect(await family.crossPost(request)).toMatchObject({ shared: { postId: null } });
      family.apps.facebook.delete(family.apps.facebook.posts[0]?.id ?? '');
      await family.settle();
      const gone = { postId: null, deliveries: [{ state: 'CANCELLED', reason: 'ORIGINAL_DELETED' }] };
      expect(await family.crossPost(request)).toMatchObject({ ok: true, shared: gone });
      expect(family.apps.facebook.posts).toHaveLength(1);
      expect(family.apps.instagram.posts).toEqual([]);
    });
  });

  it('case 12: killed at any point, it is finished or was never begun, once; the same key leads to it', async () => {
    let deaths = 0;
    for (let lastStep = 0; ; lastStep++) {
      for (const app of family.apps.all) app.posts.length = 0;
      const request = family.request(author, [instagram]);
      const process = family.start({ life: mortality(lastStep) });
      const died = await family.crossPost(request, process).then(
        () => false,
        (error: unknown) => error instanceof Death,
      );
      await family.settle();
      const published = family.apps.facebook.posts.length;
      expect(published).toBeLessThanOrEqual(1);
      expect(family.apps.instagram.posts).toHaveLength(published);
      expect(await family.crossPost(request)).toMatchObject({ ok: true, shared: { postId: expect.any(String) } });
      await family.settle();
      expect(family.apps.facebook.posts).toHaveLength(1);
      expect(family.apps.instagram.posts).toHaveLength(1);
      if (!died) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThanOrEqual(8);
  });
});
