import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ProfileSyncFixture, profileSyncStarter } from '../profile-sync/profile-sync.fixture.ts';

eachDialect((_dialect, open) => {
  const start = profileSyncStarter(open);
  let fixture: ProfileSyncFixture;
  beforeEach(async () => {
    fixture = await start();
  });

  describe('updateProfile', () => {
    it('PR8: changes an account that follows nobody, and nobody else', async () => {
      const [account = '', other = ''] = await fixture.family('ada', 'grace');
      const result = await fixture.update(account, { username: 'ada.l', displayName: 'Ada L' });
      expect(result).toMatchObject({ ok: true, parts: [{ accountId: account, state: 'APPLIED' }] });
      expect(fixture.apps.account(account)).toMatchObject({ username: 'ada.l', displayName: 'Ada L' });
      expect(fixture.apps.account(other)).toMatchObject({ username: 'grace' });
      await fixture.settle();
      expect(await fixture.leftovers()).toEqual([]);
    });

    it('PR2: an edit of the source goes to all that follow it, and the version goes up by one', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
      await fixture.syncTo(source, [one, two]);
      expect(await fixture.sources(source)).toEqual([{ field: 'USERNAME', sourceAccountId: source, version: 1 }]);
      const result = await fixture.update(source, { username: 'countess', displayName: 'The Countess' });
      expect(result).toMatchObject({
        ok: true,
        parts: [
          { accountId: source, fields: ['USERNAME', 'DISPLAY_NAME'], state: 'APPLIED' },
          { accountId: one, fields: ['USERNAME'], state: 'APPLIED' },
          { accountId: two, fields: ['USERNAME'], state: 'APPLIED' },
        ],
      });
      expect(fixture.usernames([source, one, two])).toEqual(['countess', 'countess', 'countess']);
      expect(fixture.apps.account(one).displayName).toBe('Display grace');
      expect(await fixture.sources(source)).toMatchObject([{ version: 2 }]);
    });

    it('PR2: a field that follows a source is not edited in a follower; the others are', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      expect(await fixture.update(follower, { username: 'own', displayName: 'Own' })).toEqual({
        ok: false,
        problems: [{ code: 'FOLLOWS_SOURCE', about: 'USERNAME', app: 'FACEBOOK' }],
      });
      expect(await fixture.update(follower, { displayName: 'Own' })).toMatchObject({ ok: true });
      expect(fixture.apps.account(source).displayName).toBe('Display ada');
    });

    it('C2: changes no account but the one that is signed in', async () => {
      const [account = '', other = ''] = await fixture.family('ada', 'grace');
      const refusal = { ok: false, problems: [{ code: 'ACCOUNT_NOT_FOUND', inputField: 'accountId' }] };
      const update = (accountId: string) =>
        fixture.sync.updateProfile(fixture.viewer(account), {
          accountId,
          username: 'x',
          idempotencyKey: fixture.key(),
        });
      expect(await update(other)).toEqual(refusal);
      expect(await update('nonsense')).toEqual(refusal);
    });

    it('PR4: asks nothing of an app when nothing would change', async () => {
      const [account = ''] = await fixture.family('ada');
      const nothing = { ok: false, problems: [{ code: 'NOTHING_TO_DO' }] };
      expect(await fixture.update(account, {})).toEqual(nothing);
      expect(await fixture.update(account, { username: 'ada' })).toEqual(nothing);
      expect(await fixture.update(account, { photoId: null })).toEqual(nothing);
      expect(fixture.apps.facebook.calls).not.toContain('prepareProfileChange');
    });

    it('PR4: names the app that refuses, why and until when, and nothing has changed anywhere', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower], ['USERNAME', 'DISPLAY_NAME']);
      const until = new Date('2026-12-01T00:00:00Z');
      fixture.apps.instagram.displayNameUntil = until;
      expect(await fixture.update(source, { username: 'countess', displayName: 'The Countess' })).toEqual({
        ok: false,
        problems: [{ code: 'COOL_DOWN', about: 'DISPLAY_NAME', reason: 'COOL_DOWN', app: 'INSTAGRAM', until }],
      });
      expect(fixture.usernames([source, follower])).toEqual(['ada', 'ada']);
      await fixture.settle();
      expect(await fixture.leftovers()).toEqual([]);
    });

    it('offers no usernames beside a reserved word', async () => {
      const [account = ''] = await fixture.family('ada');
      expect(await fixture.update(account, { username: 'admin' })).toMatchObject({
        ok: false,
        problems: [{ code: 'USERNAME_NOT_ACCEPTED', reason: 'RESERVED' }],
      });
      expect(fixture.apps.facebook.calls).not.toContain('availableUsernames');
    });

    it('PR3, case 5: offers usernames that all apps taking part would take', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      fixture.apps.instagram.addAccount('count_ess');
      fixture.apps.instagram.addAccount('countess');
      fixture.apps.facebook.usernamePattern = /^[a-z0-9._]+$/u;
      fixture.apps.facebook.addAccount('count.ess');
      const result = await fixture.update(source, { username: 'count_ess' });
      expect(result).toMatchObject({
        ok: false,
        problems: [
          {
            code: 'USERNAME_TAKEN',
            app: 'INSTAGRAM',
            alternatives: ['count_ess1', 'count.ess1', 'countess1', 'count_ess2', 'count.ess2'],
          },
        ],
      });
      await fixture.settle();
      expect(fixture.usernames([source, follower])).toEqual(['ada', 'ada']);
      expect(await fixture.leftovers()).toEqual([]);
    });

    it('D3: repeats its answer under the same key, refuses the key for other values, and lets a refused one try again', async () => {
      const [account = ''] = await fixture.family('ada');
      const input = { accountId: account, username: 'taken', idempotencyKey: fixture.key() };
      const occupant = fixture.apps.facebook.addAccount('taken');
      const update = (values = input) => fixture.sync.updateProfile(fixture.viewer(account), values);
      expect(await update()).toMatchObject({ ok: false, problems: [{ code: 'USERNAME_TAKEN' }] });
      fixture.apps.facebook.edit(occupant, { username: 'gone' });
      const done = await update();
      expect(done).toMatchObject({ ok: true });
      expect(await update()).toEqual(done);
      expect(fixture.apps.facebook.calls.filter((method) => method === 'commitProfileChange')).toHaveLength(1);
      expect(await update({ ...input, username: 'other' })).toMatchObject({
        ok: false,
        problems: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
      });
    });

    it('refuses a suspended account, and one that the app does not know', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      fixture.apps.instagram.edit(follower, { state: 'SUSPENDED' });
      const refusal = { ok: false, problems: [{ code: 'ACCOUNT_NOT_ACTIVE', app: 'INSTAGRAM' }] };
      expect(await fixture.update(source, { username: 'countess' })).toEqual(refusal);
      fixture.apps.instagram.accounts.delete(follower);
      expect(await fixture.update(source, { username: 'countess' })).toEqual(refusal);
    });
  });

  describe('photos', () => {
    it('PR1: a photo is fetched by every app that follows, and is known to be the same from then on', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      const photoId = fixture.apps.facebook.upload(source);
      await fixture.update(source, { photoId });
      expect(await fixture.syncTo(source, [follower], ['PHOTO'])).toMatchObject({ ok: true });
      const copy = fixture.apps.account(follower).photo?.id;
      expect(copy).toMatch(/^igm_/);
      // The other way round, nothing has to be fetched.
      fixture.apps.facebook.calls.length = 0;
      expect(await fixture.syncTo(follower, [source], ['PHOTO'])).toMatchObject({ ok: true });
      expect(fixture.apps.facebook.calls).not.toContain('prepareProfileChange');
      expect(fixture.apps.account(source).photo?.id).toBe(photoId);
    });

    it('PR8: taking the photo away takes it away everywhere', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.update(source, { photoId: fixture.apps.facebook.upload(source) });
      await fixture.syncTo(source, [follower], ['PHOTO']);
      expect(await fixture.update(source, { photoId: null })).toMatchObject({ ok: true });
      expect(fixture.apps.account(source).photo).toBeNull();
      expect(fixture.apps.account(follower).photo).toBeNull();
    });

    it('refuses media that is unknown, another account’s, another app’s, or no photo', async () => {
      const [account = '', other = ''] = await fixture.family('ada', 'grace');
      const { facebook, instagram } = fixture.apps;
      const foreign = [
        facebook.upload('somebody'),
        instagram.upload(other),
        facebook.upload(account, 'VIDEO'),
        'nonsense',
      ];
      for (const photoId of foreign) {
        const problem = { code: 'PHOTO_NOT_ACCEPTED', about: 'PHOTO', app: 'FACEBOOK' };
        expect(await fixture.update(account, { photoId })).toEqual({ ok: false, problems: [problem] });
      }
    });
  });
});
