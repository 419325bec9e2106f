import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Death, mortality } from '../profile-sync/mortal.fixture.ts';
import { type ProfileSyncFixture, profileSyncStarter } from '../profile-sync/profile-sync.fixture.ts';
import type { Fault } from '../profile-sync/scripted-apps.fixture.ts';

eachDialect((_dialect, open) => {
  const start = profileSyncStarter(open);
  let fixture: ProfileSyncFixture;
  beforeEach(async () => {
    fixture = await start();
  });

  describe('an app that is lost', () => {
    it.each<Fault>(['unreachable', 'missed', 'lost', 'error'])(
      'PR3: before the decision refuses (%s)',
      async (fault) => {
        const [source = '', follower = ''] = await fixture.family('ada', 'grace');
        fixture.apps.fail(({ app, method }) =>
          app === 'INSTAGRAM' && method === 'prepareProfileChange' ? fault : undefined,
        );
        expect(await fixture.syncTo(source, [follower])).toEqual({
          ok: false,
          problems: [{ code: 'APP_UNAVAILABLE', app: 'INSTAGRAM' }],
        });
        fixture.apps.heal();
        await fixture.settle();
        expect(fixture.usernames([source, follower])).toEqual(['ada', 'grace']);
        expect(await fixture.leftovers()).toEqual([]);
      },
    );

    it('PR3: when it can’t even be asked, nobody is', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      fixture.apps.fail(({ app }) => (app === 'INSTAGRAM' ? 'unreachable' : undefined));
      expect(await fixture.syncTo(source, [follower])).toMatchObject({
        ok: false,
        problems: [{ code: 'APP_UNAVAILABLE' }],
      });
      expect(fixture.apps.facebook.calls).toEqual(['accounts']);
    });

    it.each<Fault>(['unreachable', 'missed', 'lost'])(
      'PR8: after the decision reads PENDING, and follows (%s)',
      async (fault) => {
        const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
        await fixture.syncTo(source, [one, two]);
        fixture.apps.fail(({ app, method }) =>
          app === 'INSTAGRAM' && method === 'commitProfileChange' ? fault : undefined,
        );
        expect(await fixture.update(source, { username: 'countess' })).toMatchObject({
          ok: true,
          parts: [{ state: 'APPLIED' }, { accountId: one, state: 'PENDING' }, { state: 'APPLIED' }],
        });
        expect(fixture.usernames([source, two])).toEqual(['countess', 'countess']);
        expect(await fixture.state(one)).toBe('PENDING');
        for (let round = 0; round < 5; round++) {
          fixture.clock.advance(60_000);
          await fixture.sync.worker.drain();
        }
        expect(await fixture.state(one)).toBe('PENDING');
        fixture.apps.heal();
        await fixture.settle();
        expect(fixture.usernames([one])).toEqual(['countess']);
        expect(await fixture.state(one)).toBe('CURRENT');
        expect(await fixture.leftovers()).toEqual([]);
      },
    );

    it('PR8: holds up the next change of its account only until it answers again', async () => {
      const [source = '', one = '', two = ''] = await fixture.family('ada', 'grace', 'edith');
      await fixture.syncTo(source, [one, two]);
      fixture.apps.fail(({ app, method }) =>
        app === 'INSTAGRAM' && method === 'commitProfileChange' ? 'unreachable' : undefined,
      );
      await fixture.update(source, { username: 'countess' });
      expect(await fixture.update(source, { username: 'lovelace' })).toEqual({
        ok: false,
        problems: [{ code: 'APP_UNAVAILABLE', app: 'INSTAGRAM' }],
      });
      expect(await fixture.update(two, { displayName: 'Edith' })).toMatchObject({ ok: true });
      fixture.apps.heal();
      expect(await fixture.update(source, { username: 'lovelace' })).toMatchObject({ ok: true });
      expect(fixture.usernames([source, one, two])).toEqual(['lovelace', 'lovelace', 'lovelace']);
    });
  });

  describe('at the same time', () => {
    it('PR7: changes of one account are carried out one at a time, the others told to try again', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      const names = ['one', 'two', 'three'];
      const results = await Promise.all(names.map((username) => fixture.update(source, { username })));
      const won = names.filter((_name, index) => results[index]?.ok);
      expect(won.length).toBeGreaterThan(0);
      const [last, ...others] = new Set(fixture.usernames([source, follower]));
      expect(others).toEqual([]);
      expect(won).toContain(last);
      const refused = { ok: false, problems: [{ code: 'CHANGE_IN_PROGRESS' }] };
      for (const result of results) if (!result.ok) expect(result).toEqual(refused);
      expect(await fixture.sources(source)).toMatchObject([{ version: 1 + won.length }]);
    });

    it('PR5, L8: a stop overtakes a change that is not decided', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      await fixture.syncTo(source, [follower]);
      fixture.apps.fail(async ({ app, method }) => {
        if (app === 'INSTAGRAM' && method === 'prepareProfileChange') await fixture.stop(follower);
        return undefined;
      });
      const input = { accountId: source, username: 'countess', idempotencyKey: fixture.key() };
      const update = () => fixture.sync.updateProfile(fixture.viewer(source), input);
      expect(await update()).toEqual({ ok: false, problems: [{ code: 'CHANGE_IN_PROGRESS' }] });
      await fixture.settle();
      expect(await fixture.state(follower)).toBe('OFF');
      expect(fixture.usernames([source, follower])).toEqual(['ada', 'ada']);
      expect(await fixture.leftovers()).toEqual([]);
      // What was overtaken was not carried out: its key is as good as new.
      expect(await update()).toMatchObject({ ok: true, parts: [{ accountId: source, state: 'APPLIED' }] });
      expect(fixture.usernames([source, follower])).toEqual(['countess', 'ada']);
    });

    it('PR3: a change that is not decided in its time is aborted, whatever was reserved', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      fixture.apps.fail(async ({ method }) => {
        if (method === 'prepareProfileChange') fixture.clock.advance(2 * 60_000);
        return undefined;
      });
      const result = await fixture.syncTo(source, [follower]);
      expect(result).toEqual({ ok: false, problems: [{ code: 'CHANGE_IN_PROGRESS' }] });
      expect(fixture.usernames([source, follower])).toEqual(['ada', 'grace']);
      expect(fixture.apps.instagram.reservations()).toEqual([]);
    });
  });

  describe('an app in doubt', () => {
    let events = 0;
    async function ask(key: string, source = 'instagram'): Promise<void> {
      const event = { id: `evt-${++events}`, type: 'profile-change.in-doubt', createdAt: fixture.clock.now(), source };
      const handle = fixture.sync.events[event.type];
      await fixture.db.write(async (tx) => handle?.(tx, { ...event, payload: { key } }));
      await fixture.sync.worker.drain();
    }

    it('PR3: is told to release a reservation that nobody knows', async () => {
      const [, follower = ''] = await fixture.family('ada', 'grace');
      const versions = [{ field: 'USERNAME', version: 1 }] as const;
      const values = { accountId: follower, username: 'lost', versions, expiresAt: fixture.clock.now() };
      fixture.apps.instagram.prepare('pch_unknown.1', values);
      await ask('pch_unknown.1');
      expect(fixture.apps.instagram.reservations()).toEqual([]);
    });

    it('PR3: is told to commit what was decided, and only about its own', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      fixture.apps.fail(({ app, method }) =>
        app === 'INSTAGRAM' && method === 'commitProfileChange' ? 'unreachable' : undefined,
      );
      await fixture.syncTo(source, [follower]);
      const [key = ''] = fixture.apps.instagram.reservations();
      fixture.apps.heal();
      await ask(key, 'facebook');
      await ask(key, 'nobody');
      expect(fixture.usernames([follower])).toEqual(['grace']);
      expect(fixture.apps.facebook.changes.get(key)?.state).toBe('ABORTED');
      await ask(key);
      expect(fixture.usernames([source, follower])).toEqual(['ada', 'ada']);
      // Asked once more, it answers once more.
      fixture.apps.instagram.calls.length = 0;
      await ask(key);
      expect(fixture.apps.instagram.calls).toEqual(['commitProfileChange']);
    });

    it('PR3: is told nothing while nothing is decided', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      fixture.apps.fail(async ({ app, method }) => {
        const [key] = fixture.apps.instagram.reservations();
        if (app === 'FACEBOOK' && method === 'prepareProfileChange' && key !== undefined) await ask(key);
        return undefined;
      });
      await fixture.syncTo(source, [follower]);
      expect(await fixture.update(source, { username: 'countess' })).toMatchObject({ ok: true });
      expect(fixture.apps.instagram.calls).not.toContain('abortProfileChange');
    });
  });

  describe('a process that dies', () => {
    it('case 5, case 12: at any step leaves a change done everywhere or nowhere, and nothing reserved', async () => {
      let survived = false;
      for (let lastStep = 0; !survived; lastStep++) {
        const [source = '', one = '', two = ''] = await fixture.family(
          `ada${lastStep}`,
          `grace${lastStep}`,
          `edith${lastStep}`,
        );
        await fixture.syncTo(source, [one, two]);
        const life = mortality(lastStep);
        const username = `countess${lastStep}`;
        const ended = await fixture.update(source, { username }, fixture.start(life)).catch((error: unknown) => error);
        survived = !life.isDead();
        if (!survived) expect(ended).toBeInstanceOf(Death);
        await fixture.settle();
        const names = new Set(fixture.usernames([source, one, two]));
        expect([[username], [`ada${lastStep}`]]).toContainEqual([...names]);
        expect(await fixture.leftovers()).toEqual([]);
        expect(await fixture.update(source, { username: `${username}x` })).toMatchObject({ ok: true });
        if (survived) expect(lastStep).toBeGreaterThan(20);
      }
    }, 60_000);

    it('case 12: its request, sent again under its key, is carried out once', async () => {
      let survived = false;
      for (let lastStep = 0; !survived; lastStep++) {
        const [source = '', follower = ''] = await fixture.family(`ada${lastStep}`, `grace${lastStep}`);
        const life = mortality(lastStep);
        const input = { sourceAccountId: source, accountIds: [follower], fields: ['USERNAME' as const] };
        const request = { ...input, idempotencyKey: fixture.key() };
        await fixture
          .start(life)
          .syncProfile(fixture.viewer(source), request)
          .catch(() => undefined);
        survived = !life.isDead();
        await fixture.settle();
        const again = await fixture.sync.syncProfile(fixture.viewer(source), request);
        expect(again).toMatchObject({
          ok: true,
          parts: [{ accountId: source }, { accountId: follower, state: 'APPLIED' }],
        });
        expect(fixture.usernames([follower])).toEqual([`ada${lastStep}`]);
        expect(await fixture.state(follower)).toBe('CURRENT');
        expect(await fixture.sources(source)).toMatchObject([{ version: 1 }]);
      }
    }, 60_000);
  });
});
