import { eachDialect } from '@accounts-center/db/testing';
import { EventRefused } from '@accounts-center/subgraph-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { createIdentityFixture, fixtureTables, type IdentityFixture } from './identity.fixture.ts';
import type { SessionTokens } from './identity.service.ts';
import { identityTables } from './identity.table.ts';

const DAY_MS = 24 * 60 * 60_000;

eachDialect((_dialect, open) => {
  let fixture: IdentityFixture;
  let session: SessionTokens;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
    session = await fixture.account('ada');
  });

  const tables = () => fixture.db.tables(identityTables);
  const viewer = async () => {
    const [row] = await fixture.db.read.select().from(tables().session);
    if (row === undefined) throw new Error('no session');
    return { accountId: row.accountId, sessionId: row.id, authenticatedAt: row.authenticatedAt, amr: row.amr };
  };
  const refresh = (token: string) => fixture.refreshSession(token);

  async function refreshed(token: string): Promise<SessionTokens> {
    const result = await refresh(token);
    if (!result.ok) throw new Error(result.code);
    return result.session;
  }

  const ENDED = { ok: false, code: 'SESSION_ENDED' };

  describe('a refresh token', () => {
    it('is traded for a new pair of the same session', async () => {
      fixture.clock.advance(DAY_MS);
      const next = await refreshed(session.refreshToken);
      expect(next.accountId).toBe(session.accountId);
      expect(next.refreshToken).not.toBe(session.refreshToken);
      expect(next.refreshTokenExpiresAt.getTime() - session.refreshTokenExpiresAt.getTime()).toBe(DAY_MS);
      expect(await fixture.db.read.$count(tables().session)).toBe(1);
    });

    it('has 256 random bits, and is kept as a hash', async () => {
      expect(Buffer.from(session.refreshToken, 'base64url')).toHaveLength(32);
      const rows = await fixture.db.read.select().from(tables().refreshToken);
      expect(JSON.stringify(rows)).not.toContain(session.refreshToken);
    });

    it('sent twice at once, as by a client that repeats itself, has two successors; one of them works', async () => {
      const tokens = await Promise.all([refreshed(session.refreshToken), refreshed(session.refreshToken)]);
      const [first, second] = tokens.map(({ refreshToken }) => refreshToken);
      expect(first).not.toBe(second);
      const next = await refreshed(second ?? '');
      expect(await refresh(next.refreshToken)).toMatchObject({ ok: true });
    });

    it('sent again within half a minute, as after a lost answer, has another successor', async () => {
      await refreshed(session.refreshToken);
      fixture.clock.advance(29_999);
      const again = await refreshed(session.refreshToken);
      fixture.clock.advance(DAY_MS);
      expect(await refresh(again.refreshToken)).toMatchObject({ ok: true });
    });

    it('sent again later ends the session, for whoever holds it', async () => {
      const next = await refreshed(session.refreshToken);
      fixture.clock.advance(30_000);
      expect(await refresh(session.refreshToken)).toEqual(ENDED);
      expect(await refresh(next.refreshToken)).toEqual(ENDED);
    });

    it('sent again after its successor was used ends the session, at once', async () => {
      const next = await refreshed(session.refreshToken);
      const last = await refreshed(next.refreshToken);
      expect(await refresh(session.refreshToken)).toEqual(ENDED);
      expect(await refresh(last.refreshToken)).toEqual(ENDED);
    });

    it('stolen and refreshed beside its owner ends the session with the second successor that is used', async () => {
      const ofThief = await refreshed(session.refreshToken);
      const ofOwner = await refreshed(session.refreshToken);
      const next = await refreshed(ofThief.refreshToken);
      expect(await refresh(ofOwner.refreshToken)).toEqual(ENDED);
      expect(await refresh(next.refreshToken)).toEqual(ENDED);
    });

    it('ends after 30 days', async () => {
      fixture.clock.advance(30 * DAY_MS);
      expect(await refresh(session.refreshToken)).toEqual(ENDED);
    });

    it('ends with its session, 180 days after that was opened, however often it was refreshed', async () => {
      const openedAt = fixture.clock.now().getTime();
      let last = session;
      for (let month = 0; month < 6; month += 1) {
        fixture.clock.advance(29 * DAY_MS);
        last = await refreshed(last.refreshToken);
      }
      expect(last.refreshTokenExpiresAt.getTime() - openedAt).toBe(180 * DAY_MS);
      fixture.clock.set(last.refreshTokenExpiresAt);
      expect(await refresh(last.refreshToken)).toEqual(ENDED);
    });

    it.each(['', 'unknown', 'a'.repeat(100_000)])('that is unknown is refused', async (token) => {
      expect(await refresh(token)).toEqual(ENDED);
    });
  });

  it('signing out ends the session: its refresh token works no more', async () => {
    await fixture.signOut(await viewer());
    expect(await refresh(session.refreshToken)).toEqual(ENDED);
    await fixture.signOut(await viewer());
  });

  it('signing out of one session leaves the others', async () => {
    const first = await viewer();
    const other = await fixture.signInAs('ada');
    if (!other.ok) throw new Error(other.code);
    await fixture.signOut(first);
    expect(await refresh(other.session.refreshToken)).toMatchObject({ ok: true });
  });

  describe('A5: of an account that its app has suspended', () => {
    const REFUSED = { ok: false, code: 'ACCOUNT_NOT_ACTIVE' };

    it('is not refreshed, and ends: once it is reinstated, its owner signs in again', async () => {
      fixture.app.suspend('ada');
      expect(await refresh(session.refreshToken)).toEqual(REFUSED);
      expect(await fixture.membership.member(session.accountId)).toMatchObject({ state: 'SUSPENDED' });
      fixture.app.reinstate('ada');
      expect(await refresh(session.refreshToken)).toEqual(ENDED);
      const again = await fixture.signInAs('ada');
      if (!again.ok) throw new Error(again.code);
      expect(await refresh(again.session.refreshToken)).toMatchObject({ ok: true });
      expect(await fixture.membership.member(session.accountId)).toMatchObject({ state: 'ACTIVE' });
    });

    describe('as the app tells', () => {
      const tell = (type: string, stateVersion: number, source?: string) =>
        fixture.tell(type, session.accountId, stateVersion, source);
      const stateNow = async () => (await fixture.membership.member(session.accountId))?.state;

      it('all its sessions end at once, and nobody else’s', async () => {
        const other = await fixture.account('grace');
        await tell('account.suspended', 2);
        expect(await stateNow()).toBe('SUSPENDED');
        expect(await refresh(session.refreshToken)).toEqual(ENDED);
        expect(await refresh(other.refreshToken)).toMatchObject({ ok: true });
      });

      it('a suspension that a reinstatement has overtaken changes nothing', async () => {
        await tell('account.reinstated', 3);
        await tell('account.suspended', 2);
        expect(await stateNow()).toBe('ACTIVE');
        expect(await refresh(session.refreshToken)).toMatchObject({ ok: true });
      });

      it('a reinstatement that a second suspension has overtaken changes nothing either', async () => {
        await tell('account.suspended', 4);
        await tell('account.reinstated', 3);
        expect(await stateNow()).toBe('SUSPENDED');
      });

      it.each([0, -1, 1.5, '2', null, 2 ** 31, 2 ** 53 - 1, 1_002])(
        'a state of no likely version is refused: %s',
        async (version) => {
          const told = tell('account.suspended', version as number);
          await expect(told).rejects.toBeInstanceOf(EventRefused);
          expect(await stateNow()).toBe('ACTIVE');
          await tell('account.suspended', 1_001);
          await tell('account.reinstated', 1_002);
          expect(await stateNow()).toBe('ACTIVE');
          await tell('account.suspended', 1_003);
          expect(await stateNow()).toBe('SUSPENDED');
        },
      );

      it('no app tells of another one’s accounts', async () => {
        await tell('account.suspended', 2, 'instagram');
        expect(await stateNow()).toBe('ACTIVE');
      });
    });

    it('what an app answers late does not undo what it has told since', async () => {
      fixture.app.suspend('ada');
      await fixture.db.write((tx) =>
        fixture.membership.setState(tx, session.accountId, { state: 'ACTIVE', stateVersion: 3 }),
      );
      expect(await refresh(session.refreshToken)).toMatchObject({ ok: true });
    });

    it('D2: while the app does not answer, what it said last counts', async () => {
      fixture.app.failure = 'before';
      const next = await refreshed(session.refreshToken);
      fixture.app.failure = undefined;
      fixture.app.suspend('ada');
      expect(await refresh(next.refreshToken)).toEqual(REFUSED);
      fixture.app.failure = 'before';
      expect(await refresh(next.refreshToken)).toEqual(ENDED);
      expect(await fixture.membership.member(session.accountId)).toMatchObject({ state: 'SUSPENDED' });
    });

    it('an unknown token asks no app', async () => {
      fixture.app.asked = 0;
      expect(await refresh('unknown')).toEqual(ENDED);
      expect(fixture.app.asked).toBe(0);
    });
  });

  it('refreshed, a session keeps how and when the person last proved who they are', async () => {
    const before = await viewer();
    fixture.clock.advance(DAY_MS);
    await refreshed(session.refreshToken);
    expect(await viewer()).toEqual(before);
  });

  it('what has expired is deleted', async () => {
    fixture.clock.advance(20 * DAY_MS);
    const kept = await fixture.signInAs('ada');
    fixture.clock.advance(11 * DAY_MS);
    await fixture.identity.sweep();
    expect(await fixture.db.read.$count(tables().session)).toBe(1);
    expect(await fixture.db.read.$count(tables().refreshToken)).toBe(1);
    expect(kept.ok && (await refresh(kept.session.refreshToken))).toMatchObject({ ok: true });
  });
});
