import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, expect, it } from 'vitest';
import type { Viewer } from '../context.ts';
import { createIdentityFixture, fixtureTables, type IdentityFixture } from './identity.fixture.ts';
import { identityTables } from './identity.table.ts';

const MINUTE_MS = 60_000;

eachDialect((_dialect, open) => {
  let fixture: IdentityFixture;
  let viewer: Viewer;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
    const { accountId } = await fixture.account('ada');
    const [session] = await fixture.db.read.select().from(fixture.db.tables(identityTables).session);
    viewer = { accountId, sessionId: session?.id ?? '', authenticatedAt: fixture.clock.now() };
  });

  const authorize = (recent = false, by = viewer) => fixture.db.write((tx) => fixture.authorize(tx, by, { recent }));
  const ENDED = { extensions: { code: 'UNAUTHENTICATED' } };

  it('tells how and when the person in the session proved who they are', async () => {
    expect(await authorize()).toEqual({ ok: true, amr: ['pwd'], authenticatedAt: viewer.authenticatedAt });
  });

  it('F2: a dangerous step takes a proof of the last 10 minutes, whatever the access token says', async () => {
    fixture.clock.advance(10 * MINUTE_MS - 1);
    expect(await authorize(true)).toMatchObject({ ok: true });
    fixture.clock.advance(1);
    const claimed = { ...viewer, authenticatedAt: fixture.clock.now() };
    expect(await authorize(true, claimed)).toEqual({ ok: false, code: 'RECENT_AUTHENTICATION_REQUIRED' });
    expect(await authorize(false, claimed)).toMatchObject({ ok: true });
  });

  it('nothing is done in a session that was signed out of, whose access token is still good', async () => {
    await fixture.signOut(viewer);
    await expect(authorize()).rejects.toMatchObject(ENDED);
  });

  it('nothing is done in a session that has expired, is unknown, or is of another account', async () => {
    const other = await fixture.account('grace');
    for (const stranger of [{ sessionId: 'ses_unknown' }, { accountId: other.accountId }, { accountId: 'nobody' }])
      await expect(authorize(false, { ...viewer, ...stranger })).rejects.toMatchObject(ENDED);
    fixture.clock.advance(30 * 24 * 60 * MINUTE_MS);
    await expect(authorize()).rejects.toMatchObject(ENDED);
  });

  it('A5: a suspended account does nothing, and other accounts are none the worse', async () => {
    const { accountId } = await fixture.account('grace');
    const suspended = { state: 'SUSPENDED', stateVersion: 2 } as const;
    await fixture.db.write((tx) => fixture.membership.setState(tx, accountId, suspended));
    expect(await authorize()).toMatchObject({ ok: true });
    await fixture.db.write((tx) => fixture.membership.setState(tx, viewer.accountId, suspended));
    expect(await authorize()).toEqual({ ok: false, code: 'ACCOUNT_NOT_ACTIVE' });
    await fixture.signOut(viewer);
    expect(await authorize()).toEqual({ ok: false, code: 'ACCOUNT_NOT_ACTIVE' });
  });

  it('an end of the session at the same time comes before or after the whole write', async () => {
    const [, outcome] = await Promise.allSettled([fixture.signOut(viewer), authorize()]);
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(ENDED);
    await expect(authorize()).rejects.toMatchObject(ENDED);
  });
});
