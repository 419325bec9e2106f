import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Death, mortality } from '../profile-sync/mortal.fixture.ts';
import { type Attempt, createDeliveriesStore } from './deliveries.store.ts';
import type { DeliveryEvent } from './delivery-states.ts';
import { needsMedia, type SharingFixture, sharingStarter } from './sharing.fixture.ts';

eachDialect((_dialect, open) => {
  const start = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  beforeEach(async () => {
    [family, author = '', instagram = ''] = await start('FACEBOOK', 'INSTAGRAM');
  });

  const copies = (): readonly unknown[] => family.apps.instagram.posts;

  describe('before it reads FAILED, the target has promised that nothing comes any more', () => {
    it('when it refuses a second send while the first is under way', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'late');
      family.apps.instagram.refuse = () => needsMedia;
      await family.settle();
      family.apps.instagram.refuse = () => undefined;
      expect(await family.delivery(postId)).toMatchObject({ state: 'FAILED', ...needsMedia });
      family.apps.arrive();
      expect(copies()).toEqual([]);
    });

    it('when the tries are used up', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'late');
      family.apps.fail(({ app, method }) => (app === 'INSTAGRAM' && method === 'publishPost' ? 'missed' : undefined));
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject({ state: 'FAILED', reason: 'APP_UNAVAILABLE', attempts: 12 });
      family.apps.heal();
      family.apps.arrive();
      expect(copies()).toEqual([]);
    });

    it('and a copy that had come after all is DELIVERED', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'late');
      family.apps.instagram.refuse = () => {
        family.apps.instagram.refuse = () => undefined;
        family.apps.arrive();
        return needsMedia;
      };
      await family.settle();
      expect(await family.delivery(postId)).toMatchObject({ state: 'DELIVERED', reason: null, message: null });
      expect(copies()).toHaveLength(1);
    });

    it('so that a retry, under a new key, brings one copy', async () => {
      const { postId } = await family.sentOnce(author, instagram, 'late');
      family.apps.instagram.refuse = () => needsMedia;
      await family.settle();
      family.apps.instagram.refuse = () => undefined;
      await family.retry(author, postId);
      await family.settle();
      family.apps.arrive();
      expect(await family.delivery(postId)).toMatchObject({ state: 'DELIVERED', round: 1, attempts: 1 });
      expect(copies()).toHaveLength(1);
    });
  });

  describe('two jobs for one delivery', () => {
    it('as after a lost lease, at the same time: one copy', async () => {
      const { postId, deliveries } = await family.published(author, [instagram]);
      const [delivery] = deliveries;
      const job = { id: 'msg_1', type: 'sharing.deliver', createdAt: family.clock.now(), attempts: 1 };
      const payload = { deliveryId: delivery?.id ?? '', round: 0 };
      const run = () => family.start().jobs['sharing.deliver']?.(payload, job);
      await Promise.all([run(), run(), run(), family.sharing.worker.drain()]);
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(copies()).toHaveLength(1);
    });

    it('a job that was asleep does not undo what came of the next one', async () => {
      const { postId, deliveries } = await family.published(author, [instagram]);
      const payload = { deliveryId: deliveries[0]?.id ?? '', round: 0 };
      const job = { id: 'msg_1', type: 'sharing.deliver', createdAt: family.clock.now(), attempts: 1 };
      const wake = family.apps.hold('publishPost');
      const asleep = family.start().jobs['sharing.deliver']?.(payload, job);
      await expect.poll(() => family.states(postId)).toEqual(['SENDING']);
      family.apps.fail(({ method }) => (method === 'publishPost' ? 'late' : undefined));
      await family.sharing.worker.drain();
      expect(await family.states(postId)).toEqual(['UNKNOWN']);
      wake('unreachable');
      await asleep;
      expect(await family.delivery(postId)).toMatchObject({ state: 'UNKNOWN', attempts: 2 });
      family.apps.heal();
      family.apps.arrive();
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(copies()).toHaveLength(1);
    });
  });

  describe('an outcome counts', () => {
    const at = new Date('2026-11-23T10:00:00Z');
    const apply = (...[attempt, event]: [Attempt, DeliveryEvent]) =>
      family.db.write((tx) => createDeliveriesStore(family.db).apply(tx, attempt, event, { at }));

    it('for its own attempt only', async () => {
      const { postId } = await family.published(author, [instagram]);
      const [first] = await family.deliveries(postId);
      if (first === undefined) throw new Error('no delivery');
      expect(await apply(first, 'send')).toMatchObject({ state: 'SENDING', attempts: 1 });
      expect(await apply(first, 'refuse')).toBeUndefined();
      const second = { ...first, attempts: 1 };
      expect(await apply(second, 'lose')).toMatchObject({ state: 'UNKNOWN' });
      expect(await apply(second, 'send')).toMatchObject({ state: 'RESENDING', attempts: 2 });
      expect(await apply(second, 'accept')).toBeUndefined();
      expect(await apply({ ...second, attempts: 2 }, 'accept')).toMatchObject({ state: 'DELIVERED' });
    });

    it('for its own round only', async () => {
      const { postId } = await family.published(author, [instagram]);
      const [delivery] = await family.deliveries(postId);
      if (delivery === undefined) throw new Error('no delivery');
      await apply(delivery, 'send');
      const sent = { ...delivery, attempts: 1 };
      await apply(sent, 'refuse');
      await family.retry(author, postId);
      await apply({ ...delivery, round: 1 }, 'send');
      expect(await apply(sent, 'withdraw')).toBeUndefined();
      expect(await family.states(postId)).toEqual(['SENDING']);
    });
  });

  it('case 12: killed at any point of a delivery, it is finished once', async () => {
    let deaths = 0;
    for (let lastStep = 0; ; lastStep++) {
      family.apps.instagram.posts.length = 0;
      const { postId } = await family.published(author, [instagram]);
      const { worker } = family.start({ life: mortality(lastStep) });
      await worker.drain().catch((error: unknown) => {
        if (!(error instanceof Death)) throw error;
      });
      await worker.stop();
      const isDone = (await family.everything()).jobs.every(({ type }) => type !== 'sharing.deliver');
      await family.settle();
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      expect(copies()).toHaveLength(1);
      if (isDone) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThanOrEqual(8);
  });
});
