import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdentityFixture, fixtureTables, type IdentityFixture, PASSWORD } from './identity.fixture.ts';
import { identityTables } from './identity.table.ts';

const HOME = '192.0.2.1';
const STRANGER = '198.51.100.7';
const WINDOW_MS = 15 * 60_000;

eachDialect((_dialect, open) => {
  let fixture: IdentityFixture;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
    await fixture.account('ada');
  });

  const guesses = () => fixture.db.read.select().from(fixture.db.tables(identityTables).guess);

  async function guessWrong(times: number, clientAddress: string, username = 'ada'): Promise<void> {
    for (let guess = 0; guess < times; guess += 1) await fixture.signInAs(username, `wrong ${guess}`, clientAddress);
  }

  describe('signing in', () => {
    it('opens a session that knows how it was born', async () => {
      const result = await fixture.signInAs('Ada');
      if (!result.ok) throw new Error(result.code);
      const sessions = await fixture.db.read.select().from(fixture.db.tables(identityTables).session);
      expect(sessions.map(({ birth }) => birth)).toContainEqual({ kind: 'password' });
      expect(result.session).toMatchObject({ accountId: fixture.app.accounts.get('ada')?.id });
    });

    it('takes the password in whatever form its letters are typed', async () => {
      await fixture.signUp({ ...fixture.input('grace'), password: 'Pläne für morgen' }, HOME);
      expect(await fixture.signInAs('grace', 'Pla\u0308ne fu\u0308r morgen')).toMatchObject({ ok: true });
    });

    it('R7: says the same of a wrong password and of nobody, with the same statements', async () => {
      const statements: string[] = [];
      fixture = createIdentityFixture(
        await open({ tables: fixtureTables, onStatement: (sql) => statements.push(sql) }),
      );
      await fixture.account('ada');
      const traceOf = async (username: string): Promise<[unknown, string[]]> => {
        statements.length = 0;
        return [await fixture.signInAs(username, 'wrong password'), [...statements]];
      };
      const [ofAda, ofNobody] = [await traceOf('ada'), await traceOf('nobody')];
      expect(ofAda[0]).toEqual({ ok: false, code: 'WRONG_CREDENTIALS' });
      expect(ofNobody).toEqual(ofAda);
    });

    it('tells a suspended account so, but only with the right password', async () => {
      fixture.app.suspend('ada');
      expect(await fixture.signInAs('ada', 'wrong password')).toMatchObject({ code: 'WRONG_CREDENTIALS' });
      expect(await fixture.signInAs('ada')).toMatchObject({ code: 'ACCOUNT_NOT_ACTIVE' });
    });

    it('says when the app does not answer, and counts no guess', async () => {
      fixture.app.failure = 'before';
      expect(await fixture.signInAs('ada')).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      expect(await guesses()).toHaveLength(0);
    });

    it('does not ask the app for a username that none can have', async () => {
      const ask = vi.spyOn(fixture.app.contract, 'accountByUsername');
      expect(await fixture.signInAs('a'.repeat(201))).toMatchObject({ code: 'WRONG_CREDENTIALS' });
      expect(ask).not.toHaveBeenCalled();
    });
  });

  describe('F4: guesses', () => {
    it('are stopped after three from one address, a right one too', async () => {
      await guessWrong(3, STRANGER);
      expect(await fixture.signInAs('ada', PASSWORD, STRANGER)).toEqual({ ok: false, code: 'TOO_MANY_ATTEMPTS' });
    });

    it('of a stranger do not lock the owner out elsewhere', async () => {
      await guessWrong(20, STRANGER);
      expect(await fixture.signInAs('ada', PASSWORD, HOME)).toMatchObject({ ok: true });
    });

    it('of many addresses are stopped together, at a higher limit', async () => {
      for (let address = 0; address < 6; address += 1) await guessWrong(1, `198.51.100.${address}`);
      expect(await fixture.signInAs('ada', PASSWORD, HOME)).toEqual({ ok: false, code: 'TOO_MANY_ATTEMPTS' });
    });

    it('made at once do not slip under the limit together', async () => {
      const attempts = Array.from({ length: 12 }, (_, guess) => fixture.signInAs('ada', `wrong ${guess}`, STRANGER));
      const codes = (await Promise.all(attempts)).map((result) => (result.ok ? 'ok' : result.code));
      expect(codes.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(3);
    });

    it('count for 15 minutes, each from when it was made', async () => {
      await guessWrong(2, STRANGER);
      fixture.clock.advance(WINDOW_MS / 2);
      await guessWrong(1, STRANGER);
      expect(await fixture.signInAs('ada', PASSWORD, STRANGER)).toMatchObject({ ok: false });
      fixture.clock.advance(WINDOW_MS / 2);
      expect(await fixture.signInAs('ada', PASSWORD, STRANGER)).toMatchObject({ ok: true });
    });

    it('that were right do not count', async () => {
      for (let time = 0; time < 5; time += 1) expect(await fixture.signInAs('ada')).toMatchObject({ ok: true });
      expect(await guesses()).toHaveLength(0);
    });

    it('at nobody are counted as at somebody (R7)', async () => {
      await guessWrong(3, STRANGER, 'Nobody');
      expect(await fixture.signInAs('nobody', PASSWORD, STRANGER)).toEqual({ ok: false, code: 'TOO_MANY_ATTEMPTS' });
    });

    it('for linking and signing in are counted together', async () => {
      const proof = { app: 'FACEBOOK' as const, username: 'ada', password: 'wrong password', clientAddress: STRANGER };
      for (let guess = 0; guess < 3; guess += 1) {
        expect(await fixture.verifyPassword(proof)).toEqual({ ok: false, code: 'WRONG_CREDENTIALS' });
      }
      expect(await fixture.signInAs('ada', PASSWORD, STRANGER)).toMatchObject({ code: 'TOO_MANY_ATTEMPTS' });
      expect(await fixture.verifyPassword({ ...proof, password: PASSWORD, clientAddress: HOME })).toMatchObject({
        ok: true,
        account: { username: 'ada' },
      });
    });

    it('are kept as hashes, and deleted when they count no more', async () => {
      await guessWrong(1, STRANGER);
      expect(JSON.stringify(await guesses())).not.toMatch(/"ada|198\.51|fbu_/);
      fixture.clock.advance(WINDOW_MS);
      await fixture.identity.sweep();
      expect(await guesses()).toHaveLength(0);
    });
  });
});
