import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { guessesTables } from './guesses.table.ts';
import { createIdentityFixture, fixtureTables, type IdentityFixture, PASSWORD } from './identity.fixture.ts';
import { identityTables } from './identity.table.ts';

const HOME = '192.0.2.1';
const STRANGER = '198.51.100.7';
const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;
const WRONG = { ok: false, code: 'WRONG_CREDENTIALS' };
const STOPPED = { ok: false, code: 'TOO_MANY_ATTEMPTS' };

eachDialect((_dialect, open, createUrl) => {
  let fixture: IdentityFixture;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
    await fixture.account('ada');
  });

  /** What is counted; the sign-up is, too. */
  const guesses = async () => (await fixture.db.read.select().from(fixture.db.tables(guessesTables).guess)).slice(1);

  async function guessWrong(times: number, clientAddress: string, username = 'ada'): Promise<void> {
    for (let guess = 0; guess < times; guess += 1) await fixture.signInAs(username, `wrong ${guess}`, clientAddress);
  }

  describe('signing in', () => {
    it('opens a session that knows how it was born', async () => {
      const result = await fixture.signInAs('Ada');
      if (!result.ok) throw new Error(result.code);
      const sessions = await fixture.db.read.select().from(fixture.db.tables(identityTables).session);
      expect(sessions.map(({ birth, amr }) => ({ birth, amr }))).toContainEqual({
        birth: { kind: 'password' },
        amr: ['pwd'],
      });
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

    it('A5: tells a suspended account so, but only with the right password', async () => {
      fixture.app.suspend('ada');
      expect(await fixture.signInAs('ada', 'wrong password')).toMatchObject({ code: 'WRONG_CREDENTIALS' });
      expect(await fixture.signInAs('ada')).toMatchObject({ code: 'ACCOUNT_NOT_ACTIVE' });
      const proof = { app: 'FACEBOOK' as const, username: 'ada', password: PASSWORD, clientAddress: HOME };
      expect(await fixture.verifyPassword(proof)).toEqual({ ok: false, code: 'ACCOUNT_NOT_ACTIVE' });
      expect(await fixture.verifyPassword({ ...proof, password: 'wrong password' })).toEqual(WRONG);
      fixture.app.reinstate('ada');
      expect(await fixture.verifyPassword(proof)).toMatchObject({ ok: true });
    });

    it('says when the app does not answer, and counts no guess', async () => {
      fixture.app.failure = 'before';
      expect(await fixture.signInAs('ada')).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      expect(await guesses()).toHaveLength(0);
    });

    it('says so when too many passwords wait for their turn, and counts no guess', async () => {
      const url = await createUrl();
      const busy = createIdentityFixture(await open({ url, tables: fixtureTables }), {
        passwordQueue: { concurrent: 0, waiting: 0 },
      });
      expect(await busy.signInAs('ada')).toEqual({ ok: false, code: 'BUSY' });
      expect(await busy.signUp(busy.input('grace'), HOME)).toEqual({ ok: false, code: 'BUSY' });
      expect(busy.app.creations).toBe(0);
      const counted = await busy.db.read.select().from(busy.db.tables(guessesTables).guess);
      expect(counted).toHaveLength(1);
    });

    it('is wrong with a username or a password that is endless or full of marks, and sorts none of them', async () => {
      const marks = `a${'\u0301\u0316'.repeat(300_000)}`;
      const native = vi.spyOn(String.prototype, 'normalize');
      expect(await fixture.signInAs(marks)).toEqual(WRONG);
      expect(await fixture.signInAs(marks.slice(0, 200))).toEqual(WRONG);
      expect(await fixture.signInAs('ada', marks)).toEqual(WRONG);
      const normalized = native.mock.contexts.map(String);
      native.mockRestore();
      expect(normalized.filter((text) => text.length > 300 || /[^\P{M}\u034f]{31}/u.test(text))).toEqual([]);
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

    it('of a crowd do not lock out an address that has signed in before, nor a new one at its first try', async () => {
      for (let address = 0; address < 5; address += 1) await guessWrong(2, `198.51.100.${address}`);
      const fromNewAddress = await fixture.signInAs('ada', PASSWORD, '203.0.113.9');
      expect(fromNewAddress).toMatchObject({ ok: true });
      expect(await fixture.signInAs('ada', 'wrong password', HOME)).toEqual(WRONG);
      expect(await fixture.signInAs('ada', PASSWORD, HOME)).toMatchObject({ ok: true });
    });

    it('of a crowd are stopped together: after its four of them, each one has its first alone', async () => {
      const codes: string[] = [];
      for (let address = 0; address < 6; address += 1) {
        for (let time = 0; time < 2; time += 1) {
          const result = await fixture.signInAs('ada', 'wrong password', `198.51.100.${address}`);
          codes.push(result.ok ? 'ok' : result.code);
        }
      }
      expect(codes.filter((code) => code === 'WRONG_CREDENTIALS')).toHaveLength(6 + 4);
      // And a crowd of any size is no larger than six.
      expect(await fixture.signInAs('ada', PASSWORD, '203.0.113.9')).toEqual(STOPPED);
    });

    it('of one address at many accounts are stopped together, and not for the account it has signed in to', async () => {
      for (let nobody = 0; nobody < 12; nobody += 1)
        expect(await fixture.signInAs(`nobody${nobody}`, PASSWORD, HOME)).toEqual(WRONG);
      expect(await fixture.signInAs('nobody', PASSWORD, HOME)).toEqual(STOPPED);
      expect(await fixture.signInAs('ada', PASSWORD, HOME)).toMatchObject({ ok: true });
      expect(await fixture.signInAs('nobody', PASSWORD, STRANGER)).toEqual(WRONG);
    });

    it('from one household by IPv6 are counted together', async () => {
      for (let host = 1; host <= 3; host += 1) await guessWrong(1, `2001:db8:1:2::${host}`);
      expect(await fixture.signInAs('ada', PASSWORD, '2001:db8:1:2:ffff::1')).toEqual(STOPPED);
      expect(await fixture.signInAs('ada', PASSWORD, '2001:db8:1:3::1')).toMatchObject({ ok: true });
    });

    it('from an address that has signed in before are stopped after three all the same', async () => {
      await guessWrong(3, HOME);
      expect(await fixture.signInAs('ada', PASSWORD, HOME)).toEqual(STOPPED);
    });

    it('an address is forgotten after 90 days', async () => {
      fixture.clock.advance(91 * 24 * 60 * MINUTE_MS);
      await fixture.identity.sweep();
      expect(await fixture.db.read.$count(fixture.db.tables(guessesTables).knownSource)).toBe(0);
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
      expect(await fixture.db.read.$count(fixture.db.tables(guessesTables).guess)).toBe(0);
    });
  });
});
