import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { Death, type Mortality, mortality } from '../profile-sync/mortal.fixture.ts';
import { type ProfileSyncFixture, profileSyncStarter } from '../profile-sync/profile-sync.fixture.ts';

eachDialect((_dialect, open) => {
  const start = profileSyncStarter(open);
  let fixture: ProfileSyncFixture;
  beforeEach(async () => {
    fixture = await start();
  });

  type Process = ProfileSyncFixture['sync'];

  /** Two accounts that are the same, and one request to change them, which any process may get any number of times. */
  async function oneRequest(username: string, names: readonly [string, string] = ['ada', 'grace']) {
    const [source = '', follower = ''] = await fixture.family(...names);
    await fixture.syncTo(source, [follower]);
    const input = { accountId: source, username, idempotencyKey: fixture.key() };
    const ask = (by: Process = fixture.sync, wish = input) => by.updateProfile(fixture.viewer(source), wish);
    return { source, follower, input, ask };
  }

  /** Runs a story in which the process dies at a step, for each step that it takes. */
  async function atEveryStep(story: (life: Mortality, round: number) => Promise<void>): Promise<void> {
    for (let round = 0; ; round++) {
      const life = mortality(round);
      await story(life, round);
      if (!life.isDead()) return expect(round).toBeGreaterThan(10);
    }
  }

  describe('equal requests at the same time', () => {
    it('D3: are one change, and get its one answer, in one process or in two', async () => {
      const { source, follower, ask } = await oneRequest('countess');
      const other = fixture.start();
      const [first, ...others] = await Promise.all([ask(), ask(other), ask(), ask(other)]);
      expect(first).toMatchObject({
        ok: true,
        parts: [
          { accountId: source, state: 'APPLIED' },
          { accountId: follower, state: 'APPLIED' },
        ],
      });
      for (const answer of others) expect(answer).toEqual(first);
      expect(fixture.usernames([source, follower])).toEqual(['countess', 'countess']);
      expect(await fixture.changes()).toBe(2);
      expect(await fixture.versions([source, follower])).toEqual([2, 2]);
      await fixture.settle();
      expect(await fixture.leftovers()).toEqual([]);
    });

    it('D3: to keep accounts the same are one change as well', async () => {
      const [source = '', follower = ''] = await fixture.family('ada', 'grace');
      const input = { sourceAccountId: source, accountIds: [follower], fields: ['USERNAME' as const] };
      const request = { ...input, idempotencyKey: fixture.key() };
      const ask = () => fixture.sync.syncProfile(fixture.viewer(source), request);
      const [first, second] = await Promise.all([ask(), ask()]);
      expect(first).toMatchObject({ ok: true, parts: [{}, { accountId: follower, state: 'APPLIED' }] });
      expect(second).toEqual(first);
      expect(await fixture.changes()).toBe(1);
    });

    it('D3: get one refusal, which leaves the key free', async () => {
      const { source, follower, input, ask } = await oneRequest('taken');
      fixture.apps.instagram.addAccount('taken');
      const [first, second] = await Promise.all([ask(), ask(fixture.start())]);
      expect(first).toMatchObject({ ok: false, problems: [{ code: 'USERNAME_TAKEN', app: 'INSTAGRAM' }] });
      expect(second).toEqual(first);
      expect(fixture.usernames([source, follower])).toEqual(['ada', 'ada']);
      expect(await ask(fixture.sync, { ...input, username: 'free' })).toMatchObject({ ok: true });
      await fixture.settle();
      expect(await fixture.leftovers()).toEqual([]);
    });

    it('D3: another body under the key is refused while the first is at work', async () => {
      const { input, ask } = await oneRequest('countess');
      const reused = { ok: false, problems: [{ code: 'IDEMPOTENCY_KEY_REUSED', inputField: 'idempotencyKey' }] };
      const answers: unknown[] = [];
      fixture.apps.fail(async ({ app, method }) => {
        if (app === 'INSTAGRAM' && method === 'prepareProfileChange')
          answers.push(await ask(fixture.sync, { ...input, username: 'other' }));
        return undefined;
      });
      expect(await ask()).toMatchObject({ ok: true });
      expect(answers).toEqual([reused]);
    });

    /** Asks twice: the second is refused, as an app is out of reach, just before the first one's call gets to that app. */
    async function overtake({ ask }: Awaited<ReturnType<typeof oneRequest>>, first: Process) {
      let isFirst = true;
      let refused: unknown;
      fixture.apps.fail(async ({ app, method }) => {
        if (app !== 'INSTAGRAM' || method !== 'prepareProfileChange' || !isFirst) return undefined;
        isFirst = false;
        fixture.apps.fail((call) =>
          call.app === 'INSTAGRAM' && call.method === 'prepareProfileChange' ? 'unreachable' : undefined,
        );
        refused = await ask(fixture.start());
        fixture.apps.heal();
        return undefined;
      });
      const late = await ask(first).catch((error: unknown) => error);
      expect(refused).toEqual({ ok: false, problems: [{ code: 'APP_UNAVAILABLE', app: 'INSTAGRAM' }] });
      return { late, refused };
    }

    it('PR3: a reservation that one of them makes after the other’s refusal is released', async () => {
      const asked = await oneRequest('countess');
      const { late, refused } = await overtake(asked, fixture.sync);
      expect(late).toEqual(refused);
      await fixture.sync.worker.drain();
      expect(await fixture.leftovers()).toEqual([]);
      expect(fixture.usernames([asked.source, asked.follower])).toEqual(['ada', 'ada']);
    });

    it('PR3, case 12: and so it is when the process died of it, as the app asks', async () => {
      const asked = await oneRequest('countess');
      let overtaken = 0;
      const dying: Mortality = {
        step() {
          if (fixture.apps.instagram.reservations().length > 0) overtaken++;
          if (overtaken > 0) throw new Death();
        },
        isDead: () => overtaken > 0,
      };
      const { late } = await overtake(asked, fixture.start(dying));
      expect(late).toBeInstanceOf(Death);
      await fixture.settle();
      expect(fixture.apps.instagram.reservations()).toHaveLength(1);
      await fixture.askInDoubt();
      expect(await fixture.leftovers()).toEqual([]);
    });
  });

  it('A5: a suspended account changes nothing, and stops nothing; what it had asked for before is answered', async () => {
    const { source, follower, input, ask } = await oneRequest('countess');
    const done = await ask();
    fixture.suspendAll();
    const refusal = { ok: false, problems: [{ code: 'ACCOUNT_NOT_ACTIVE', app: 'FACEBOOK' }] };
    expect(await ask()).toEqual(done);
    expect(await ask(fixture.sync, { ...input, username: 'other', idempotencyKey: fixture.key() })).toEqual(refusal);
    expect(await fixture.syncTo(source, [follower], ['PHOTO'])).toEqual(refusal);
    expect(await fixture.stop(source)).toEqual(refusal);
    expect(await fixture.changes()).toBe(2);
    expect(await fixture.state(follower)).toBe('CURRENT');
  });

  it('D3: what was refused goes after 7 days, what was decided stays', async () => {
    const { source, ask } = await oneRequest('taken');
    fixture.apps.instagram.addAccount('taken');
    expect(await ask()).toMatchObject({ ok: false });
    await fixture.settle();
    fixture.clock.advance(6 * 86_400_000);
    await fixture.sync.sweep();
    expect(await fixture.changes()).toBe(2);
    fixture.clock.advance(86_400_000);
    await fixture.sync.sweep();
    expect(await fixture.changes()).toBe(1);
    expect(await ask()).toMatchObject({ ok: false, problems: [{ code: 'USERNAME_TAKEN' }] });
    expect(await fixture.update(source, { username: 'free' })).toMatchObject({ ok: true });
  });

  describe('a request that a process died of', () => {
    it('case 12, D3: is finished at once by an equal one, whatever step the process died at', async () => {
      await atEveryStep(async (life, round) => {
        const { source, follower, ask } = await oneRequest(`countess${round}`, [`ada${round}`, `grace${round}`]);
        await ask(fixture.start(life)).catch(() => undefined);
        expect(await ask()).toMatchObject({ ok: true, parts: [{ state: 'APPLIED' }, { state: 'APPLIED' }] });
        expect(fixture.usernames([source, follower])).toEqual([`countess${round}`, `countess${round}`]);
        expect(await fixture.versions([source, follower])).toEqual([2, 2]);
        await fixture.settle();
        expect(await fixture.leftovers()).toEqual([]);
      });
    }, 60_000);

    it('D3: is refused at once as it would have been, and its key is free', async () => {
      await atEveryStep(async (life, round) => {
        const names = [`ada${round}`, `grace${round}`] as const;
        const { source, follower, input, ask } = await oneRequest(`taken${round}`, names);
        fixture.apps.instagram.addAccount(`taken${round}`);
        await ask(fixture.start(life)).catch(() => undefined);
        expect(await ask()).toMatchObject({ ok: false, problems: [{ code: 'USERNAME_TAKEN', app: 'INSTAGRAM' }] });
        const free = { ...input, username: `free${round}` };
        expect(await ask(fixture.sync, free)).toMatchObject({ ok: true });
        expect(fixture.usernames([source, follower])).toEqual([`free${round}`, `free${round}`]);
        await fixture.settle();
        expect(await fixture.leftovers()).toEqual([]);
      });
    }, 60_000);

    it('D3: begins anew when its time was over', async () => {
      const { source, follower, ask } = await oneRequest('countess');
      await ask(fixture.start(mortality(4))).catch(() => undefined);
      expect(await fixture.leftovers()).not.toEqual([]);
      fixture.clock.advance(2 * 60_000);
      expect(await ask()).toMatchObject({ ok: true });
      expect(fixture.usernames([source, follower])).toEqual(['countess', 'countess']);
      expect(await fixture.changes()).toBe(3);
    });
  });
});
