import { eachDialect } from '@accounts-center/db/testing';
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
    return { accountId: row.accountId, sessionId: row.id, authenticatedAt: row.authenticatedAt };
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

    it('works once: of two refreshes at once one wins, and the session lives on', async () => {
      const results = await Promise.all([refresh(session.refreshToken), refresh(session.refreshToken)]);
      const won = results.find((result) => result.ok);
      expect(results).toContainEqual(ENDED);
      if (!won?.ok) throw new Error('none won');
      expect(await refresh(won.session.refreshToken)).toMatchObject({ ok: true });
    });

    it('sent again within half a minute, as after a lost answer, is refused and nothing more', async () => {
      const next = await refreshed(session.refreshToken);
      fixture.clock.advance(29_000);
      expect(await refresh(session.refreshToken)).toEqual(ENDED);
      expect(await refresh(next.refreshToken)).toMatchObject({ ok: true });
    });

    it('used again later ends the session, for whoever holds it', async () => {
      const next = await refreshed(session.refreshToken);
      fixture.clock.advance(30_000);
      expect(await refresh(session.refreshToken)).toEqual(ENDED);
      expect(await refresh(next.refreshToken)).toEqual(ENDED);
    });

    it('ends after 30 days', async () => {
      fixture.clock.advance(30 * DAY_MS);
      expect(await refresh(session.refreshToken)).toEqual(ENDED);
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

  it('carried on, a session keeps when the person last proved who they are', async () => {
    const before = await viewer();
    fixture.clock.advance(DAY_MS);
    await refreshed(session.refreshToken);
    expect((await viewer()).authenticatedAt).toEqual(before.authenticatedAt);
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
