import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SharingFixture, sharingStarter } from './sharing.fixture.ts';

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  beforeEach(async () => {
    [family, author = '', instagram = ''] = await start('FACEBOOK', 'INSTAGRAM');
  });

  describe('a home app that does not answer in time', () => {
    const MINUTE_MS = 60_000;

    /** A post whose first send nobody knows about, on its way or not. */
    async function pending(fault: 'missed' | 'late') {
      const request = family.request(author, [instagram]);
      family.apps.failOnce('FACEBOOK', 'publication', 'unreachable');
      family.apps.failOnce('FACEBOOK', 'publishPost', fault);
      expect(await family.crossPost(request)).toMatchObject({ ok: true, shared: { postId: null } });
      return request;
    }

    it('is sent the post again within ten minutes', async () => {
      await pending('missed');
      family.clock.advance(9 * MINUTE_MS);
      await family.sharing.worker.drain();
      expect(family.apps.facebook.posts).toHaveLength(1);
    });

    it.each(['missed', 'late'] as const)(
      'is not after that (first send: %s): nothing is published, now or later, and the same key begins anew',
      async (fault) => {
        const request = await pending(fault);
        family.apps.facebook.calls.length = 0;
        family.clock.advance(10 * MINUTE_MS);
        await family.sharing.worker.drain();
        expect(family.apps.facebook.calls).toEqual(['publication', 'withdrawPost']);
        family.apps.arrive();
        await family.settle();
        expect(family.apps.all.flatMap(({ posts }) => posts)).toEqual([]);
        const { crossPosts, deliveries } = await family.everything();
        expect(crossPosts.find(({ authorId }) => authorId === author)).toMatchObject({
          state: 'UNPUBLISHED',
          draft: null,
        });
        expect(deliveries.filter(({ authorId }) => authorId === author)).toMatchObject([
          { state: 'CANCELLED', reason: 'NOT_PUBLISHED' },
        ]);
        const again = await family.crossPost(request);
        expect(again).toMatchObject({ ok: true, shared: { postId: family.apps.facebook.shown[0]?.id } });
        expect(family.apps.facebook.posts).toHaveLength(1);
      },
    );

    it('and had published it: the post stays, and its copies follow', async () => {
      family.apps.failOnce('FACEBOOK', 'publication', 'unreachable');
      family.apps.failOnce('FACEBOOK', 'publishPost', 'lost');
      await family.crossPost(family.request(author, [instagram]));
      family.clock.advance(10 * MINUTE_MS);
      await family.settle();
      expect(await family.states(family.apps.facebook.shown[0]?.id ?? '')).toEqual(['DELIVERED']);
    });

    it('publishes it while it is asked to promise that it will not: that counts', async () => {
      await pending('late');
      family.clock.advance(10 * MINUTE_MS);
      family.apps.fail(({ method }) => {
        if (method === 'withdrawPost') family.apps.arrive();
        return undefined;
      });
      await family.settle();
      expect(await family.states(family.apps.facebook.shown[0]?.id ?? '')).toEqual(['DELIVERED']);
    });

    it('stays away: the post is pending until it can promise, and is not sent meanwhile', async () => {
      const request = await pending('missed');
      family.apps.takeDown('FACEBOOK');
      for (let hour = 0; hour < 3; hour++) {
        family.clock.advance(60 * MINUTE_MS);
        await family.sharing.worker.drain();
      }
      expect(await family.crossPost(request)).toMatchObject({ ok: true, shared: { postId: null } });
      family.apps.heal();
      family.apps.facebook.calls.length = 0;
      expect(await family.crossPost(request)).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      expect(family.apps.facebook.calls).toEqual(['publication', 'withdrawPost']);
    });
  });
});
