import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ProfileSyncFixture, profileSyncStarter } from '../profile-sync/profile-sync.fixture.ts';

eachDialect((_dialect, open) => {
  const start = profileSyncStarter(open);
  let fixture: ProfileSyncFixture;
  beforeEach(async () => {
    fixture = await start();
  });

  describe('the version of a value', () => {
    it('PR7: grows with every change of it, synced or not, and of no other', async () => {
      const [account = ''] = await fixture.family('ada');
      expect(await fixture.versions([account])).toEqual([0]);
      await fixture.update(account, { username: 'one' });
      await fixture.update(account, { username: 'two', displayName: 'Two' });
      expect(await fixture.versions([account])).toEqual([2]);
      expect(await fixture.versions([account], 'DISPLAY_NAME')).toEqual([1]);
      expect(await fixture.versions([account], 'PHOTO')).toEqual([0]);
    });

    it('PR7: is told to each app with the value', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.update(source, { username: 'countess' });
      await fixture.syncTo(source, [follower]);
      await fixture.update(source, { username: 'lovelace', displayName: 'Ada' });
      const { facebook, instagram } = fixture.apps;
      expect([facebook.version(source, 'USERNAME'), instagram.version(follower, 'USERNAME')]).toEqual([3, 3]);
      expect([facebook.version(source, 'DISPLAY_NAME'), instagram.version(follower, 'DISPLAY_NAME')]).toEqual([1, 0]);
    });

    it('PR2: is above all who take part had, and the same for them from then on', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
      for (const username of ['a', 'b', 'c']) await fixture.update(one, { username });
      await fixture.syncTo(source, [one, two]);
      expect(await fixture.versions([source, one, two])).toEqual([4, 4, 4]);
    });

    it('PR6: stays in an account that is left out', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      fixture.apps.instagram.edit(follower, { isVerified: true });
      await fixture.syncTo(source, [follower]);
      await fixture.update(source, { username: 'countess' });
      expect(await fixture.versions([source, follower])).toEqual([1, 0]);
    });

    it('PR3: does not grow when a change is refused, and no number is used for two values', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      fixture.apps.instagram.addAccount('taken');
      expect(await fixture.update(source, { username: 'taken' })).toMatchObject({ ok: false });
      expect(await fixture.versions([source, follower])).toEqual([1, 1]);
      await fixture.update(source, { username: 'free' });
      expect(fixture.apps.instagram.version(follower, 'USERNAME')).toBe(2);
    });

    it('L7, L8: outlives links and unlinks', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      await fixture.unlink(follower);
      expect(await fixture.versions([source, follower])).toEqual([1, 1]);
      await fixture.update(follower, { username: 'own' });
      await fixture.link(follower, source);
      expect(await fixture.versions([source, follower])).toEqual([1, 2]);
      await fixture.syncTo(source, [follower]);
      expect(await fixture.versions([source, follower])).toEqual([3, 3]);
    });
  });
});
