import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../context.ts';
import { type ContactPointsFixture, createContactPointsFixture, fixtureTables } from './contact-points.fixture.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

eachDialect((_dialect, open) => {
  let fixture: ContactPointsFixture;
  let viewer: Viewer;

  beforeEach(async () => {
    fixture = createContactPointsFixture(await open({ tables: fixtureTables }));
    viewer = fixture.viewer();
  });

  const verify = (contactPointId: string, code: string) => fixture.verify(viewer, contactPointId, code);

  async function added(address: string): Promise<string> {
    const result = await fixture.add(viewer, address);
    if (!result.ok) throw new Error(result.code);
    return result.contactPoint.id;
  }

  describe('a new code', () => {
    const resend = (contactPointId: string, idempotencyKey?: string) =>
      fixture.resend(viewer, contactPointId, idempotencyKey);

    it('ends the older ones', async () => {
      const id = await added('ada@example.com');
      const older = await fixture.codeFor('ada@example.com');
      expect(await resend(id)).toMatchObject({ ok: true });
      const newer = await fixture.codeFor('ada@example.com');
      if (newer !== older) expect(await verify(id, older)).toMatchObject({ code: 'WRONG_CODE' });
      expect(await verify(id, newer)).toMatchObject({ ok: true });
    });

    it('D3: is sent once for a key, however often and with whatever else it comes', async () => {
      const [id, other] = [await added('ada@example.com'), await added('b@example.com')];
      // Of mails on their way at once any may be the newest.
      await fixture.worker.drain();
      const key = fixture.key();
      const [first, second] = await Promise.all([1, 2].map(() => resend(id, key)));
      expect(first).toMatchObject({ ok: true, contactPoint: { id } });
      expect(second).toEqual(first);
      expect(await resend(id, key)).toEqual(first);
      expect(await resend(other, key)).toEqual({
        ok: false,
        code: 'IDEMPOTENCY_KEY_REUSED',
        field: ['input', 'idempotencyKey'],
      });
      await fixture.worker.drain();
      const sentTo = fixture.mailbox.mails().map(({ to }) => to);
      expect(sentTo.toSorted()).toEqual(['ada@example.com', 'ada@example.com', 'b@example.com']);
      expect(await verify(id, await fixture.codeFor('ada@example.com'))).toMatchObject({ ok: true });
      // What was asked for before was done, whatever has become of the address since.
      expect(await resend(id, key)).toMatchObject({ ok: true, contactPoint: { isVerified: true } });
    });

    it('is sent to one address ten times an hour at most, whoever asks and however the address is written', async () => {
      for (let stranger = 0; stranger < 10; stranger += 1) {
        const by = fixture.viewer();
        expect(await fixture.add(by, 'Ada@Example.com', fixture.key(), `198.51.100.${stranger}`)).toMatchObject({
          ok: true,
        });
      }
      const refused = { ok: false, code: 'TOO_MANY_ATTEMPTS' };
      expect(await fixture.add(fixture.viewer(), 'ada@EXAMPLE.com', fixture.key(), '203.0.113.1')).toEqual(refused);
      expect(await fixture.add(fixture.viewer(), 'grace@example.com', fixture.key())).toMatchObject({ ok: true });
      await fixture.worker.drain();
      expect(fixture.mailbox.mails().filter(({ to }) => to === 'Ada@example.com')).toHaveLength(10);
    });

    it('is sent twenty times a day to one address', async () => {
      for (let time = 0; time < 20; time += 1) {
        if (time % 10 === 0) fixture.clock.advance(HOUR_MS);
        expect(
          await fixture.add(fixture.viewer(), 'ada@example.com', fixture.key(), `198.51.100.${time}`),
        ).toMatchObject({ ok: true });
      }
      fixture.clock.advance(HOUR_MS);
      const again = () => fixture.add(fixture.viewer(), 'ada@example.com', fixture.key(), '203.0.113.1');
      expect(await again()).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
      await fixture.service.sweep();
      expect(await again()).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
      fixture.clock.advance(24 * HOUR_MS);
      expect(await again()).toMatchObject({ ok: true });
    });

    it('is asked for thirty times an hour at most from one place', async () => {
      const addFrom = (source: string, name: number) =>
        fixture.add(fixture.viewer(), `${name}@example.com`, fixture.key(), source);
      for (let name = 0; name < 30; name += 1)
        expect(await addFrom(`2001:db8::${name}`, name)).toMatchObject({ ok: true });
      expect(await addFrom('2001:db8::99', 30)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
      expect(await addFrom('2001:db8:0:1::99', 30)).toMatchObject({ ok: true });
    });

    it('is sent ten times an hour at most, over all addresses of the account', async () => {
      const id = await added('ada@example.com');
      for (let time = 0; time < 9; time += 1) expect(await resend(id)).toMatchObject({ ok: true });
      expect(await resend(id)).toEqual({ ok: false, code: 'TOO_MANY_ATTEMPTS' });
      expect(await fixture.add(viewer, 'b@example.com')).toEqual({ ok: false, code: 'TOO_MANY_ATTEMPTS' });
      fixture.clock.advance(HOUR_MS);
      expect(await resend(id)).toMatchObject({ ok: true });
    });

    it('is not sent to an address that is verified, or of somebody else', async () => {
      const { id } = await fixture.verified(viewer, 'ada@example.com');
      expect(await resend(id)).toEqual({ ok: false, code: 'ALREADY_VERIFIED' });
      const other = await fixture.verified(fixture.viewer(), 'b@example.com');
      expect(await resend(other.id)).toMatchObject({ ok: false, code: 'CONTACT_POINT_NOT_FOUND' });
    });
  });
});
