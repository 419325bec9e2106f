import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createIdentityFixture, fixtureTables, type IdentityFixture, PASSWORD } from './identity.fixture.ts';
import { identityTables } from './identity.table.ts';

const ADDRESS = '192.0.2.1';

eachDialect((_dialect, open) => {
  let fixture: IdentityFixture;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
  });

  const sessionCount = ({ db } = fixture) => db.read.$count(db.tables(identityTables).session);

  describe('D3: a sign-up that is repeated with its key', () => {
    it('opens no session more 10 minutes after the sign-up: its owner signs in', async () => {
      const input = fixture.input('ada');
      await fixture.signUp(input, ADDRESS);
      fixture.clock.advance(10 * 60_000 - 1);
      expect(await fixture.signUp(input, ADDRESS)).toMatchObject({ ok: true });
      fixture.clock.advance(1);
      expect(await fixture.signUp(input, ADDRESS)).toEqual({ ok: false, code: 'ALREADY_SIGNED_UP' });
      expect(await fixture.signUp({ ...input, password: `${PASSWORD}!` }, ADDRESS)).toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
      });
      expect(await sessionCount()).toBe(2);
      expect(await fixture.signInAs('ada')).toMatchObject({ ok: true });
    });

    it('opens five sessions at most, also at once', async () => {
      const options = { guessLimits: { fromOneSource: 10 } };
      const eager = createIdentityFixture(await open({ tables: fixtureTables }), options);
      const input = eager.input('ada');
      const signUp = () => eager.signUp(input, ADDRESS);
      const answers = [await signUp(), ...(await Promise.all([1, 2, 3, 4, 5, 6, 7].map(signUp))), await signUp()];
      const refusals = answers.filter((answer) => !answer.ok);
      expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['ALREADY_SIGNED_UP']));
      expect([answers.length - refusals.length, await sessionCount(eager)]).toEqual([5, 5]);
    });
  });
});
