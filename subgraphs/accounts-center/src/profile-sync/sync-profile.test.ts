import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ProfileSyncFixture, profileSyncStarter } from './profile-sync.fixture.ts';

eachDialect((_dialect, open) => {
  const start = profileSyncStarter(open);
  let fixture: ProfileSyncFixture;
  beforeEach(async () => {
    fixture = await start();
  });

  describe('syncProfile', () => {
    it('PR1: makes the named fields of the named accounts the same, and no others', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
      expect(await fixture.syncTo(source, [one])).toMatchObject({
        ok: true,
        parts: [
          { accountId: source, state: 'APPLIED', fields: ['USERNAME'] },
          { accountId: one, state: 'APPLIED', fields: ['USERNAME'] },
        ],
      });
      expect(fixture.usernames([source, one, two])).toEqual(['ada', 'ada', 'edith']);
      expect(fixture.apps.account(one).displayName).toBe('Display grace');
      expect([await fixture.state(source), await fixture.state(one), await fixture.state(two)]).toEqual([
        'CURRENT',
        'CURRENT',
        'OFF',
      ]);
      expect(await fixture.state(one, 'PHOTO')).toBe('OFF');
    });

    it('F2: takes a recent sign-in, as it changes other accounts', async () => {
      const [source = '', one = ''] = await fixture.family('ada', 'grace');
      const viewer = fixture.viewer(source);
      const input = { sourceAccountId: source, accountIds: [one], fields: ['USERNAME'] as ['USERNAME'] };
      fixture.clock.advance(10 * 60_000);
      expect(await fixture.sync.syncProfile(viewer, { ...input, idempotencyKey: fixture.key() })).toMatchObject({
        ok: false,
        problems: [{ code: 'RECENT_AUTHENTICATION_REQUIRED' }],
      });
      expect(fixture.usernames([source, one])).toEqual(['ada', 'grace']);
    });

    it('PR4: leaves values alone that are the same already, so that no cool-down is used up', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'ada');
      expect(await fixture.syncTo(source, [follower])).toMatchObject({ ok: true });
      expect(fixture.apps.instagram.calls).toEqual(['accounts']);
      expect(await fixture.state(follower)).toBe('CURRENT');
      expect(await fixture.syncTo(source, [follower])).toEqual({ ok: false, problems: [{ code: 'NOTHING_TO_DO' }] });
    });

    it('PR2: with a new source, those that followed the old one follow the new one', async () => {
      const [one = '', two = '', three = ''] = await fixture.family('ada', 'grace', 'edith');
      await fixture.syncTo(one, [two]);
      expect(await fixture.syncTo(three, [one])).toMatchObject({ ok: true, parts: [{ accountId: three }, {}, {}] });
      expect(fixture.usernames([one, two, three])).toEqual(['edith', 'edith', 'edith']);
      expect(await fixture.sources(one)).toEqual([{ field: 'USERNAME', sourceAccountId: three, version: 2 }]);
    });

    it('PR3: settings are switched on with the change, or not at all', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      fixture.apps.instagram.addAccount('ada');
      expect(await fixture.syncTo(source, [follower])).toMatchObject({
        ok: false,
        problems: [
          {
            code: 'USERNAME_TAKEN',
            app: 'INSTAGRAM',
            about: 'USERNAME',
            alternatives: expect.arrayContaining(['ada1']),
          },
        ],
      });
      expect(await fixture.state(follower)).toBe('OFF');
      expect(fixture.usernames([source, follower])).toEqual(['ada', 'grace']);
    });

    it('PR3: all apps that refuse are named', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada_lovelace_countess', 'grace', 'edith');
      fixture.apps.instagram.maxUsernameLength = 12;
      fixture.apps.whatsApp.usernamePattern = /^[a-z]+$/u;
      const result = await fixture.syncTo(source, [one, two]);
      expect(result).toMatchObject({
        ok: false,
        problems: [
          { code: 'USERNAME_NOT_ACCEPTED', app: 'INSTAGRAM', reason: 'TOO_LONG', alternatives: ['adalovelacec'] },
          { code: 'USERNAME_NOT_ACCEPTED', app: 'WHATSAPP', reason: 'BAD_CHARACTERS', alternatives: ['adalovelacec'] },
        ],
      });
    });

    it('PR6: a verified follower is left out, visibly, and edits its own field', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
      fixture.apps.instagram.edit(one, { isVerified: true });
      expect(await fixture.syncTo(source, [one, two])).toMatchObject({
        ok: true,
        parts: [{ state: 'APPLIED' }, { accountId: one, state: 'PAUSED' }, { accountId: two, state: 'APPLIED' }],
      });
      expect(fixture.usernames([source, one, two])).toEqual(['ada', 'grace', 'ada']);
      expect(await fixture.state(one)).toBe('PAUSED');
      await fixture.settle();
      expect(await fixture.leftovers()).toEqual([]);
      expect(await fixture.update(one, { username: 'grace.h' })).toMatchObject({
        ok: true,
        parts: [{ accountId: one }],
      });
      fixture.apps.instagram.edit(one, { isVerified: false });
      await fixture.update(source, { username: 'countess' });
      expect(fixture.usernames([source, one, two])).toEqual(['countess', 'countess', 'countess']);
      expect(await fixture.state(one)).toBe('CURRENT');
    });

    it('C2: takes accounts of the viewer’s center only', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      const [stranger = ''] = await fixture.family('mallory');
      const refusal = (inputField: string) => ({ ok: false, problems: [{ code: 'ACCOUNT_NOT_FOUND', inputField }] });
      expect(await fixture.syncTo(source, [follower, stranger])).toEqual(refusal('accountIds'));
      const input = { sourceAccountId: source, accountIds: [stranger], fields: ['USERNAME' as const] };
      const asStranger = fixture.sync.syncProfile(fixture.viewer(stranger), {
        ...input,
        idempotencyKey: fixture.key(),
      });
      expect(await asStranger).toEqual(refusal('sourceAccountId'));
    });

    it('asks for a field and for an account other than the source', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      const nothing = (inputField: string) => ({ ok: false, problems: [{ code: 'NOTHING_TO_DO', inputField }] });
      expect(await fixture.syncTo(source, [follower], [])).toEqual(nothing('fields'));
      expect(await fixture.syncTo(source, [source])).toEqual(nothing('accountIds'));
    });

    it('two accounts of one app can’t have one username', async () => {
      const [source = '', , , twin = ''] = await fixture.family('ada', 'grace', 'edith', 'ada2');
      const result = await fixture.syncTo(source, [twin]);
      expect(result).toMatchObject({
        ok: false,
        problems: [{ code: 'USERNAME_TAKEN', app: 'FACEBOOK', alternatives: [] }],
      });
    });
  });

  describe('stopProfileSync', () => {
    it('PR5: keeps the values, and later edits are local', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
      await fixture.syncTo(source, [one, two]);
      expect(await fixture.stop(one)).toEqual({ ok: true });
      await fixture.update(source, { username: 'countess' });
      expect(fixture.usernames([source, one, two])).toEqual(['countess', 'ada', 'countess']);
      expect(await fixture.update(one, { username: 'grace' })).toMatchObject({ ok: true });
    });

    it('PR2: of the source ends it for all, and so does the last follower’s', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
      await fixture.syncTo(source, [one, two]);
      await fixture.stop(source);
      expect([await fixture.state(source), await fixture.state(one), await fixture.state(two)]).toEqual([
        'OFF',
        'OFF',
        'OFF',
      ]);
      await fixture.syncTo(source, [one]);
      await fixture.stop(one);
      expect(await fixture.state(source)).toBe('OFF');
      expect(await fixture.sources(source)).toEqual([]);
    });

    it('D3: repeated under one key, it stops nothing that was begun again since', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      const input = { accountId: follower, fields: ['USERNAME' as const], idempotencyKey: fixture.key() };
      const stop = () => fixture.sync.stopProfileSync(fixture.viewer(source), input);
      expect(await stop()).toEqual({ ok: true });
      await fixture.syncTo(source, [follower]);
      expect(await stop()).toEqual({ ok: true });
      expect(await fixture.state(follower)).toBe('CURRENT');
    });

    it('C2: refuses accounts of other centers', async () => {
      const [account = ''] = await fixture.family('ada');
      const [stranger = ''] = await fixture.family('mallory');
      const input = { accountId: stranger, fields: ['USERNAME' as const], idempotencyKey: fixture.key() };
      expect(await fixture.sync.stopProfileSync(fixture.viewer(account), input)).toEqual({
        ok: false,
        problems: [{ code: 'ACCOUNT_NOT_FOUND', inputField: 'accountId' }],
      });
    });

    it('L8: an unlink tells which fields it stopped', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower], ['PHOTO', 'USERNAME']);
      expect(await fixture.db.write((tx) => fixture.sync.stopFor(tx, follower))).toEqual(['USERNAME', 'PHOTO']);
      expect(await fixture.db.write((tx) => fixture.sync.stopFor(tx, follower))).toEqual([]);
    });
  });
});
