import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from './scripted-posts.fixture.ts';
import { type SharingFixture, sharingStarter } from './sharing.fixture.ts';
import { sharingStateOf } from './sharing-state.ts';

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let messenger: string;
  let whatsApp: string;
  beforeEach(async () => {
    const begun = await start('FACEBOOK', 'INSTAGRAM', 'MESSENGER', 'WHATSAPP');
    [family, author = '', instagram = '', messenger = '', whatsApp = ''] = begun;
  });

  const copies = (): readonly unknown[] => family.apps.instagram.posts;

  describe('case 7: one of three targets is down', () => {
    it('X7: the original and the others are there; it reads PARTLY_SHARED; retry touches only the third', async () => {
      family.apps.takeDown('MESSENGER');
      const { postId } = await family.published(author, [instagram, messenger, whatsApp]);
      await family.sharing.worker.drain();
      expect(await family.states(postId)).toEqual(['DELIVERED', 'QUEUED', 'DELIVERED']);
      await family.settle();
      const deliveries = await family.deliveries(postId);
      expect(deliveries.map(({ state }) => state)).toEqual(['DELIVERED', 'FAILED', 'DELIVERED']);
      expect(deliveries[1]).toMatchObject({ reason: 'APP_UNAVAILABLE', attempts: 12, nextAttemptAt: null });
      expect(sharingStateOf(deliveries)).toBe('PARTLY_SHARED');
      expect(family.apps.facebook.shown).toMatchObject([{ id: postId }]);

      family.apps.heal();
      const retried = await family.retry(author, postId);
      expect(retried).toMatchObject({ ok: true, shared: { postId, deliveries: [{}, { state: 'QUEUED' }, {}] } });
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']);
      for (const app of [family.apps.instagram, family.apps.messenger, family.apps.whatsApp]) {
        expect(app.calls.filter((call) => call === 'publishPost')).toHaveLength(1);
      }
    });

    it('waits longer and longer between tries, and says until when', async () => {
      family.apps.takeDown('INSTAGRAM');
      const { postId } = await family.published(author, [instagram]);
      const waits: number[] = [];
      for (let attempts = 1; attempts < 12; attempts++) {
        await family.sharing.worker.drain();
        const delivery = await family.delivery(postId);
        expect(delivery).toMatchObject({ state: 'QUEUED', attempts });
        waits.push((delivery?.nextAttemptAt?.getTime() ?? 0) - family.clock.now().getTime());
        family.clock.set(delivery?.nextAttemptAt ?? family.clock.now());
      }
      expect(waits).toEqual([500, 1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 64e3, 128e3, 256e3, 300e3]);
      await family.sharing.worker.drain();
      expect(await family.delivery(postId)).toMatchObject({ state: 'FAILED', reason: 'APP_UNAVAILABLE' });
      family.apps.heal();
    });

    it('comes by itself when the target is back in time', async () => {
      family.apps.takeDown('INSTAGRAM');
      const { postId } = await family.published(author, [instagram]);
      await family.sharing.worker.drain();
      family.apps.heal();
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject({
        state: 'DELIVERED',
        copyId: family.apps.instagram.shown[0]?.id,
      });
    });
  });

  describe('case 6, X8: a lost answer', () => {
    it('reads UNKNOWN until the target was asked; there is exactly one copy', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'lost');
      expect(await family.states(postId)).toEqual(['UNKNOWN']);
      family.apps.instagram.calls.length = 0;
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(family.apps.instagram.calls).toEqual(['publication']);
      expect(copies()).toHaveLength(1);
    });

    it('of a copy that never came: it is asked for, and sent again', async () => {
      family.apps.failOnce('INSTAGRAM', 'publishPost', 'missed');
      const { postId } = await family.published(author, [instagram]);
      family.apps.instagram.calls.length = 0;
      await family.settle();
      expect(family.apps.instagram.calls).toEqual(['publication', 'publishPost']);
      expect(await family.delivery(postId)).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    });

    it.each([false, true])(
      'of a send that arrives after the next one (the other way round: %s) is still one copy',
      async (isReversed) => {
        const faults: (Fault | undefined)[] = ['late', 'late', 'late'];
        family.apps.fail(({ app, method }) =>
          app === 'INSTAGRAM' && method === 'publishPost' ? faults.shift() : undefined,
        );
        const { postId } = await family.published(author, [instagram]);
        await family.settle();
        family.apps.arrive(isReversed);
        family.apps.heal();
        expect(await family.delivery(postId)).toMatchObject({ state: 'DELIVERED', attempts: 4 });
        expect(copies()).toHaveLength(1);
      },
    );

    it('is asked for as long as it takes, and not sent again', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'lost');
      family.apps.fail(({ app }) => (app === 'INSTAGRAM' ? 'unreachable' : undefined));
      for (let round = 0; round < 30; round++) {
        family.clock.advance(11 * 60_000);
        await family.sharing.worker.drain();
      }
      expect(await family.delivery(postId)).toMatchObject({ state: 'UNKNOWN', attempts: 1 });
      family.apps.heal();
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(copies()).toHaveLength(1);
    });

    it('of a copy that was deleted before we knew of it is not sent again', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'lost');
      family.apps.instagram.delete(family.apps.instagram.posts[0]?.id ?? '');
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject({ state: 'CANCELLED', reason: 'WITHDRAWN' });
      expect(copies()).toHaveLength(1);
    });

    it('an app that breaks may have taken it, and is asked', async () => {
      family.apps.failOnce('INSTAGRAM', 'publishPost', 'error');
      const { postId } = await family.published(author, [instagram]);
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject({ state: 'DELIVERED', attempts: 1 });
      expect(copies()).toHaveLength(1);
    });

    it('stays askable after an unlink', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'lost');
      await family.unlink(instagram);
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject({
        state: 'DELIVERED',
        copyId: family.apps.instagram.shown[0]?.id,
      });
    });
  });

  it('jobs that call an app share that app’s lane', async () => {
    await family.published(author, [instagram, whatsApp]);
    const { jobs } = await family.everything();
    expect(jobs.map(({ type, lane }) => `${type} ${lane}`).sort()).toEqual([
      'sharing.deliver instagram',
      'sharing.deliver whatsapp',
      'sharing.publish-home facebook',
    ]);
  });
});
