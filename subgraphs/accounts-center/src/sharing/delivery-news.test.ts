import { eachDialect } from '@accounts-center/db/testing';
import { createInProcessBus, type EventPublisher, type GraphEvent, movableClock } from '@accounts-center/subgraph-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { mortality } from '../profile-sync/mortal.fixture.ts';
import { type SharingFixture, type SharingProcess, sharingStarter } from './sharing.fixture.ts';

eachDialect((_dialect, open) => {
  const begin = sharingStarter(open);
  let family: SharingFixture;
  let author: string;
  let instagram: string;
  let messenger: string;
  /** A process that tells; it works off everything of the others, too. */
  let telling: SharingProcess;
  let listen: (postId: string) => GraphEvent[];
  beforeEach(async () => {
    [family, author = '', instagram = '', messenger = ''] = await begin('FACEBOOK', 'INSTAGRAM', 'MESSENGER');
    const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
    const bus = createInProcessBus({ replayEvents: 100, clock });
    telling = family.start({ bus });
    listen = (postId) => {
      const told: GraphEvent[] = [];
      bus.subscribe('deliveryChanged', (event) => told.push(event), { arguments: { postId } });
      return told;
    };
  });
  const publish = async (...targets: string[]) => {
    const result = await family.crossPost(family.request(author, targets), telling);
    if (!result.ok || result.shared.postId === null) throw new Error('The post was not published.');
    return result.shared.postId;
  };

  describe('X6: deliveryChanged', () => {
    it('tells the author’s center, and nobody else, of every step of a delivery', async () => {
      const postId = await publish(instagram);
      const told = listen(postId);
      await family.settle(telling);
      expect(await family.states(postId)).toEqual(['DELIVERED']);
      const [delivery] = await family.deliveries(postId);
      // Sent and delivered: what it was is not told, only which.
      expect(told.map(({ value }) => value)).toEqual([
        { __typename: 'Delivery', id: delivery?.id },
        { __typename: 'Delivery', id: delivery?.id },
      ]);
      const center = [author, instagram, messenger].toSorted();
      for (const { audience } of told) expect(audience?.toSorted()).toEqual(center);
    });

    it('tells of another try, and of each of several copies', async () => {
      family.apps.takeDown('MESSENGER');
      const postId = await publish(instagram, messenger);
      await telling.worker.drain();
      family.apps.heal();
      const told = listen(postId);
      await family.settle(telling);
      const [, second] = await family.deliveries(postId);
      expect(await family.states(postId)).toEqual(['DELIVERED', 'DELIVERED']);
      const ids = told.map(({ value }) => (value as { id: string }).id);
      expect(ids.filter((id) => id === second?.id).length).toBeGreaterThanOrEqual(2);
    });

    it('tells those who stay when an unlink cancels it, and not the account that has left', async () => {
      family.apps.takeDown('INSTAGRAM');
      const postId = await publish(instagram);
      await telling.worker.drain();
      const told = listen(postId);
      await family.unlink(instagram, telling);
      family.apps.heal();
      await family.settle(telling);
      expect(await family.states(postId)).toEqual(['CANCELLED']);
      expect(told.length).toBeGreaterThan(0);
      for (const { audience } of told) expect(audience?.toSorted()).toEqual([author, messenger].toSorted());
    });

    it('case 12: at whatever step a process dies, the last state is told after it was reached', async () => {
      for (let lastStep = 0, isDead = true; isDead; lastStep += 1) {
        const postId = await publish(instagram);
        const read: (string | undefined)[] = [];
        const bus: EventPublisher = {
          publish: async () => void read.push((await family.delivery(postId))?.state),
          [Symbol.asyncDispose]: async () => undefined,
        };
        const life = mortality(lastStep);
        const mortal = family.start({ life, bus });
        await mortal.worker.drain().catch(() => undefined);
        await mortal.worker.stop();
        isDead = life.isDead();
        await family.settle(family.start({ bus }));
        expect([lastStep, read.at(-1)]).toEqual([lastStep, 'DELIVERED']);
      }
    });
  });
});
