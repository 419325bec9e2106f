import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../context.ts';
import { type ContactPointsFixture, createContactPointsFixture, fixtureTables } from './contact-points.fixture.ts';
import { createContactPointsLoaders } from './contact-points.loaders.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

eachDialect((_dialect, open) => {
  let fixture: ContactPointsFixture;
  let viewer: Viewer;

  beforeEach(async () => {
    fixture = createContactPointsFixture(await open({ tables: fixtureTables }));
    viewer = fixture.viewer();
  });

  const verify = (contactPointId: string, code: string, by = viewer) => fixture.verify(by, contactPointId, code);
  const listed = () => createContactPointsLoaders(fixture).ofAccount.load(viewer.accountId);

  async function added(address: string): Promise<string> {
    const result = await fixture.add(viewer, address);
    if (!result.ok) throw new Error(result.code);
    return result.contactPoint.id;
  }

  describe('adding an address', () => {
    it('sends a code to it; until verified it counts for nothing (L3)', async () => {
      const result = await fixture.add(viewer, 'Ada@Example.com');
      expect(result).toMatchObject({
        ok: true,
        contactPoint: { address: 'Ada@example.com', isVerified: false, verifiedAt: null },
      });
      expect(await fixture.codeFor('Ada@example.com')).toMatch(/^\d{8}$/);
      expect(await listed()).toHaveLength(1);
    });

    it('F2: needs a sign-in of less than 10 minutes ago', async () => {
      fixture.clock.advance(10 * MINUTE_MS);
      expect(await fixture.add(viewer, 'ada@example.com')).toEqual({
        ok: false,
        code: 'RECENT_AUTHENTICATION_REQUIRED',
      });
    });

    it('is for the account that is signed in only', async () => {
      const input = {
        accountId: fixture.viewer().accountId,
        address: 'ada@example.com',
        idempotencyKey: fixture.key(),
      };
      expect(await fixture.service.addContactPoint(viewer, input, undefined)).toMatchObject({
        ok: false,
        code: 'ACCOUNT_NOT_FOUND',
      });
    });

    it('takes five, and each once', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await added(`${name}@example.com`);
      expect(await fixture.add(viewer, 'A@EXAMPLE.com')).toMatchObject({ ok: false, code: 'ALREADY_ADDED' });
      expect(await fixture.add(viewer, 'f@example.com')).toMatchObject({ ok: false, code: 'TOO_MANY' });
      expect(await listed()).toHaveLength(5);
    });

    it('refuses what is no address, and keeps the key free', async () => {
      const key = fixture.key();
      const refused = await fixture.add(viewer, 'ada@example.com\r\nBcc: all@example.com', key);
      expect(refused).toEqual({ ok: false, code: 'ADDRESS_NOT_ACCEPTED', field: ['input', 'address'] });
      expect(await fixture.add(viewer, 'ada@example.com', key)).toMatchObject({ ok: true });
    });

    it('D3: by one key happens once, however often and with whatever else', async () => {
      const key = fixture.key();
      const [first, second] = await Promise.all([1, 2].map(() => fixture.add(viewer, 'ada@example.com', key)));
      expect(first).toMatchObject({ ok: true });
      expect(second).toEqual(first);
      expect(await fixture.add(viewer, 'b@example.com', key)).toMatchObject({
        ok: false,
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
      await fixture.worker.drain();
      expect(fixture.mailbox.mails()).toHaveLength(1);
    });
  });

  describe('verifying', () => {
    it('takes the code that came, once', async () => {
      const id = await added('ada@example.com');
      const code = await fixture.codeFor('ada@example.com');
      fixture.clock.advance(MINUTE_MS);
      const verifiedAt = fixture.clock.now();
      expect(await verify(id, ` ${code} `)).toMatchObject({ ok: true, contactPoint: { isVerified: true, verifiedAt } });
      expect(await verify(id, code)).toMatchObject({ ok: false, code: 'ALREADY_VERIFIED' });
    });

    it('holds the address for 72 hours', async () => {
      await fixture.verified(viewer, 'ada@example.com');
      const heldUntil = new Date(fixture.clock.now().getTime() + 72 * HOUR_MS);
      expect(await listed()).toMatchObject([{ heldUntil }]);
      fixture.clock.set(heldUntil);
      expect(await listed()).toMatchObject([{ heldUntil: null, isVerified: true }]);
    });

    it('does not take a code after 10 minutes', async () => {
      const id = await added('ada@example.com');
      const code = await fixture.codeFor('ada@example.com');
      fixture.clock.advance(10 * MINUTE_MS);
      expect(await verify(id, code)).toEqual({ ok: false, code: 'WRONG_CODE', field: ['input', 'code'] });
    });

    it('F4: takes five wrong codes, and then not even the right one, but at once a new one', async () => {
      const id = await added('ada@example.com');
      const code = await fixture.codeFor('ada@example.com');
      const wrong = String((Number(code) + 1) % 10 ** 8).padStart(8, '0');
      const results = await Promise.all(Array.from({ length: 5 }, () => verify(id, wrong)));
      expect(new Set(results.map((result) => !result.ok && result.code))).toEqual(new Set(['WRONG_CODE']));
      const message = 'This code does not work any more. Ask for a new one.';
      const dead = { ok: false, code: 'TOO_MANY_ATTEMPTS', message, field: ['input', 'code'] };
      expect(await verify(id, code)).toEqual(dead);
      expect(await fixture.resend(viewer, id)).toMatchObject({ ok: true });
      expect(await verify(id, await fixture.codeFor('ada@example.com'))).toMatchObject({ ok: true });
    });

    it('is for the owner only, and the code of one address is of no use for another', async () => {
      const [id, other] = [await added('ada@example.com'), await added('b@example.com')];
      const code = await fixture.codeFor('ada@example.com');
      expect(await verify(id, code, fixture.viewer())).toMatchObject({ code: 'CONTACT_POINT_NOT_FOUND' });
      expect(await verify(other, code)).toMatchObject({ code: 'WRONG_CODE' });
      expect(await verify('cpt_unknown', code)).toMatchObject({ code: 'CONTACT_POINT_NOT_FOUND' });
    });

    it('D3: by one key happens once, and tells the replaced address once', async () => {
      const { id } = await fixture.verified(viewer, 'old@example.com');
      await fixture.change(viewer, id, 'new@example.com');
      const [key, code] = [fixture.key(), await fixture.codeFor('new@example.com')];
      const wrong = String((Number(code) + 1) % 10 ** 8).padStart(8, '0');
      // A refusal leaves the key free: the person mends the code.
      expect(await fixture.verify(viewer, id, wrong, key)).toMatchObject({ code: 'WRONG_CODE' });
      const [first, second] = await Promise.all([1, 2].map(() => fixture.verify(viewer, id, code, key)));
      expect(first).toMatchObject({ ok: true, contactPoint: { address: 'new@example.com', pendingAddress: null } });
      expect(second).toEqual(first);
      expect(await fixture.verify(viewer, id, ` ${code} `, key)).toEqual(first);
      expect(await fixture.verify(viewer, id, wrong, key)).toEqual({
        ok: false,
        code: 'IDEMPOTENCY_KEY_REUSED',
        field: ['input', 'idempotencyKey'],
      });
      await fixture.worker.drain();
      expect(fixture.mailbox.mails().filter(({ subject }) => subject.includes('replaced'))).toHaveLength(1);
    });

    it('L3: an address verified in two accounts is of both, and links nothing', async () => {
      const other = fixture.viewer();
      const [one, two] = [
        await fixture.verified(viewer, 'ada@example.com'),
        await fixture.verified(other, 'ada@example.com'),
      ];
      expect(one.id).not.toBe(two.id);
      expect(await listed()).toMatchObject([{ id: one.id, isVerified: true }]);
    });
  });

  describe('changing an address', () => {
    it('leaves the old one in force until the new one is verified, and tells it then', async () => {
      const { id, verifiedAt } = await fixture.verified(viewer, 'old@example.com');
      expect(await fixture.change(viewer, id, 'new@example.com')).toMatchObject({
        ok: true,
        contactPoint: { address: 'old@example.com', isVerified: true, verifiedAt, pendingAddress: 'new@example.com' },
      });
      fixture.clock.advance(MINUTE_MS);
      await verify(id, await fixture.codeFor('new@example.com'));
      const inForce = { address: 'new@example.com', verifiedAt: fixture.clock.now(), pendingAddress: null };
      expect(await listed()).toMatchObject([inForce]);
      await fixture.worker.drain();
      expect(fixture.mailbox.mails()[0]).toMatchObject({
        to: 'old@example.com',
        subject: expect.stringContaining('replaced'),
      });
    });

    it('of one never verified replaces it at once', async () => {
      const id = await added('tpyo@example.com');
      expect(await fixture.change(viewer, id, 'typo@example.com')).toMatchObject({
        contactPoint: { address: 'typo@example.com', pendingAddress: null },
      });
      expect(await verify(id, await fixture.codeFor('typo@example.com'))).toMatchObject({ ok: true });
    });

    it('ends the code of the address that was to be verified before', async () => {
      const { id } = await fixture.verified(viewer, 'old@example.com');
      await fixture.change(viewer, id, 'attacker@example.com');
      const code = await fixture.codeFor('attacker@example.com');
      await fixture.change(viewer, id, 'new@example.com');
      expect(await verify(id, code)).toMatchObject({ ok: false });
      expect(await verify(id, await fixture.codeFor('new@example.com'))).toMatchObject({
        contactPoint: { address: 'new@example.com' },
      });
    });

    it('refuses an address that the account has, unknown points, and a sign-in of long ago', async () => {
      const [id] = [await added('a@example.com'), await added('b@example.com')];
      expect(await fixture.change(viewer, id, 'b@example.com')).toMatchObject({ code: 'ALREADY_ADDED' });
      expect(await fixture.change(viewer, id, 'a@example.com')).toMatchObject({ code: 'ALREADY_ADDED' });
      expect(await fixture.change(fixture.viewer(), id, 'c@example.com')).toMatchObject({
        code: 'CONTACT_POINT_NOT_FOUND',
      });
      fixture.clock.advance(10 * MINUTE_MS);
      expect(await fixture.change(viewer, id, 'c@example.com')).toMatchObject({
        code: 'RECENT_AUTHENTICATION_REQUIRED',
      });
    });

    it('D3: by one key happens once', async () => {
      const { id } = await fixture.verified(viewer, 'old@example.com');
      const key = fixture.key();
      const first = await fixture.change(viewer, id, 'new@example.com', key);
      expect(await fixture.change(viewer, id, 'new@example.com', key)).toEqual(first);
      expect(await fixture.change(viewer, id, 'other@example.com', key)).toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
    });
  });

  describe('removing', () => {
    const remove = (contactPointId: string, by = viewer) => fixture.remove(by, contactPointId);

    it('takes the address away, and tells it', async () => {
      const { id } = await fixture.verified(viewer, 'ada@example.com');
      expect(await remove(id)).toEqual({ ok: true, removedContactPointId: id });
      await fixture.worker.drain();
      expect(fixture.mailbox.mails()[0]).toMatchObject({
        to: 'ada@example.com',
        subject: expect.stringContaining('removed'),
      });
      expect(await listed()).toEqual([]);
      expect(await remove(id)).toMatchObject({ code: 'CONTACT_POINT_NOT_FOUND' });
    });

    it('tells nothing to an address that nobody has verified', async () => {
      await remove(await added('stranger@example.com'));
      await fixture.worker.drain();
      expect(fixture.mailbox.mails().filter(({ subject }) => subject.includes('removed'))).toEqual([]);
    });

    it('D3: by one key happens once, and tells the address once', async () => {
      const { id } = await fixture.verified(viewer, 'ada@example.com');
      const { id: other } = await fixture.verified(viewer, 'b@example.com');
      const key = fixture.key();
      const removed = { ok: true, removedContactPointId: id };
      expect(await Promise.all([1, 2].map(() => fixture.remove(viewer, id, key)))).toEqual([removed, removed]);
      fixture.clock.advance(10 * MINUTE_MS);
      expect(await fixture.remove(viewer, id, key)).toEqual(removed);
      expect(await fixture.remove(viewer, other, key)).toEqual({
        ok: false,
        code: 'IDEMPOTENCY_KEY_REUSED',
        field: ['input', 'idempotencyKey'],
      });
      await fixture.worker.drain();
      expect(fixture.mailbox.mails().filter(({ subject }) => subject.includes('removed'))).toMatchObject([
        { to: 'ada@example.com' },
      ]);
      expect(await listed()).toMatchObject([{ id: other }]);
    });

    it('needs the owner, and a recent sign-in', async () => {
      const { id } = await fixture.verified(viewer, 'ada@example.com');
      expect(await remove(id, fixture.viewer())).toMatchObject({ code: 'CONTACT_POINT_NOT_FOUND' });
      fixture.clock.advance(10 * MINUTE_MS);
      expect(await remove(id)).toMatchObject({ code: 'RECENT_AUTHENTICATION_REQUIRED' });
      expect(await listed()).toHaveLength(1);
    });
  });

  it.each(['endedSessions', 'suspendedAccounts'] as const)('A5: changes nothing for one of %s', async (those) => {
    const { id } = await fixture.verified(viewer, 'ada@example.com');
    const unverified = await added('b@example.com');
    const code = await fixture.codeFor('b@example.com');
    const before = await listed();
    fixture[those].add(those === 'endedSessions' ? viewer.sessionId : viewer.accountId);
    const tries = [
      () => fixture.add(viewer, 'c@example.com'),
      () => fixture.change(viewer, id, 'd@example.com'),
      () => fixture.resend(viewer, unverified),
      () => verify(unverified, code),
      () => fixture.remove(viewer, id),
    ];
    for (const attempt of tries) {
      const outcome = await attempt().catch((error: { extensions: { code: string } }) => error.extensions);
      expect(outcome).toMatchObject({ code: those === 'endedSessions' ? 'UNAUTHENTICATED' : 'ACCOUNT_NOT_ACTIVE' });
    }
    expect(await listed()).toEqual(before);
  });
});
