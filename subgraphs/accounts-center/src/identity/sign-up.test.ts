import { eachDialect } from '@accounts-center/db/testing';
import { AnswerLost, ServiceUnreachable } from '@accounts-center/subgraph-kit';
import { beforeEach, describe, expect, it } from 'vitest';
import { guessesTables } from './guesses.table.ts';
import { createIdentityFixture, fixtureTables, type IdentityFixture, PASSWORD } from './identity.fixture.ts';
import { identityTables } from './identity.table.ts';

const ADDRESS = '192.0.2.1';

eachDialect((_dialect, open) => {
  let fixture: IdentityFixture;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
  });

  const signUpRows = () => fixture.db.read.select().from(fixture.db.tables(identityTables).signUp);
  const credentials = () => fixture.db.read.select().from(fixture.db.tables(identityTables).credential);

  /** Runs the jobs that are due a minute later. */
  async function aMinuteLater(): Promise<void> {
    fixture.clock.advance(60_000);
    await fixture.worker.drain();
  }

  describe('a sign-up', () => {
    it('makes an account alone in its center, a credential and a session', async () => {
      const result = await fixture.signUp(fixture.input('ada'), ADDRESS);
      if (!result.ok) throw new Error(result.code);
      const { accountId } = result.session;
      expect(accountId).toBe(fixture.app.accounts.get('ada')?.id);
      expect(accountId).toMatch(/^fbu_/);
      const centerId = (await fixture.membership.centerOf(accountId)) ?? '';
      expect(await fixture.membership.accountsOf(centerId)).toMatchObject([{ id: accountId, linkedAt: null }]);
      expect((await credentials())[0]?.secret).toMatch(/^\$argon2id\$/);
      expect(await fixture.signInAs('ada')).toMatchObject({ ok: true });
    });

    it('keeps the birth of its session', async () => {
      await fixture.account('ada');
      const [row] = await signUpRows();
      const sessions = await fixture.db.read.select().from(fixture.db.tables(identityTables).session);
      expect(sessions.map(({ birth }) => birth)).toEqual([{ kind: 'sign-up', signUpId: row?.id }]);
    });

    it('is told all that is wrong with its input at once', async () => {
      const input = { ...fixture.input('a\0b'), displayName: 'x'.repeat(501), password: 'short' };
      expect(await fixture.signUp(input, ADDRESS)).toEqual({
        ok: false,
        code: 'USERNAME_NOT_ACCEPTED',
        field: ['input', 'username'],
        further: [
          { ok: false, code: 'DISPLAY_NAME_NOT_ACCEPTED', field: ['input', 'displayName'] },
          { ok: false, code: 'PASSWORD_TOO_WEAK', field: ['input', 'password'] },
        ],
      });
    });

    it('leaves no password hash behind in its row', async () => {
      await fixture.account('ada');
      expect(await signUpRows()).toMatchObject([{ passwordHash: null, doneAt: fixture.clock.now() }]);
    });

    it('of a username that somebody else has is refused, and over', async () => {
      await fixture.account('ada');
      const result = await fixture.signUp(fixture.input('ada'), ADDRESS);
      expect(result).toMatchObject({ ok: false, code: 'USERNAME_TAKEN', field: ['input', 'username'] });
      expect(await signUpRows()).toHaveLength(1);
      expect(await credentials()).toHaveLength(1);
      await aMinuteLater();
      expect(fixture.app.creations).toBe(2);
    });

    it.each([
      ['too short', 'too short'],
      ['too long', 'a long way '.repeat(20)],
      ['one letter', 'aaaaaaaaaaaaaaa'],
      ['a common one', 'Password1234'],
      ['the username', 'Ada.Lovelace'],
    ])('with a weak password is refused: %s', async (_, password) => {
      const result = await fixture.signUp({ ...fixture.input('ada.lovelace'), password }, ADDRESS);
      expect(result).toMatchObject({ ok: false, code: 'PASSWORD_TOO_WEAK' });
      expect(fixture.app.creations).toBe(0);
    });

    it('with a weak password learns nothing of the username, and counts as none', async () => {
      const few = createIdentityFixture(await open({ tables: fixtureTables }), { guessLimits: { signUps: 2 } });
      await few.account('ada');
      for (const username of ['ada', 'nobody', 'ada', 'nobody'])
        expect(await few.signUp({ ...few.input(username), password: 'short' }, ADDRESS)).toEqual({
          ok: false,
          code: 'PASSWORD_TOO_WEAK',
          field: ['input', 'password'],
        });
      expect([few.app.creations, few.app.asked]).toEqual([1, 0]);
      expect(await few.signUp(few.input('grace'), ADDRESS)).toMatchObject({ ok: true });
    });

    it.each(['short', 'k'.repeat(129)])('with a malformed idempotency key is refused: %s', async (idempotencyKey) => {
      const signingUp = fixture.signUp({ ...fixture.input('ada'), idempotencyKey }, ADDRESS);
      await expect(signingUp).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
      expect(await signUpRows()).toHaveLength(0);
    });
  });

  describe('D3: the same idempotency key', () => {
    it('with the same input leads to the same account, by a fresh session', async () => {
      const input = fixture.input('ada');
      const [first, second] = [await fixture.signUp(input, ADDRESS), await fixture.signUp(input, ADDRESS)];
      if (!first.ok || !second.ok) throw new Error('refused');
      expect(second.session.accountId).toBe(first.session.accountId);
      expect(second.session.refreshToken).not.toBe(first.session.refreshToken);
      expect(fixture.app.creations).toBe(1);
    });

    it('at once, twice, makes one account', async () => {
      const input = fixture.input('ada');
      const results = await Promise.all([fixture.signUp(input, ADDRESS), fixture.signUp(input, ADDRESS)]);
      const accountIds = results.map((result) => (result.ok ? result.session.accountId : result.code));
      expect(new Set(accountIds).size).toBe(1);
      expect(accountIds[0]).toMatch(/^fbu_/);
      expect(await credentials()).toHaveLength(1);
      expect(fixture.app.accounts.size).toBe(1);
    });

    it.each([{ displayName: 'Grace' }, { username: 'Ada' }, { password: `${PASSWORD}!` }])(
      'with another input is an error: %o',
      async (change) => {
        const input = fixture.input('ada');
        await fixture.signUp(input, ADDRESS);
        const result = await fixture.signUp({ ...input, ...change }, ADDRESS);
        expect(result).toMatchObject({ ok: false, code: 'IDEMPOTENCY_KEY_REUSED' });
        expect(fixture.app.accounts.size).toBe(1);
      },
    );

    it.each([{ username: 'grace' }, { app: 'INSTAGRAM' as const }])(
      'is another for %o: it tells nothing',
      async (change) => {
        const input = fixture.input('ada');
        await fixture.signUp(input, ADDRESS);
        const other = await fixture.signUp({ ...input, displayName: 'Grace', ...change }, ADDRESS);
        expect(other).toMatchObject('app' in change ? { code: 'USERNAME_TAKEN' } : { ok: true });
      },
    );

    it('is free again after a refusal, for any input', async () => {
      await fixture.account('ada');
      const input = fixture.input('ada');
      expect(await fixture.signUp(input, ADDRESS)).toMatchObject({ code: 'USERNAME_TAKEN' });
      fixture.app.accounts.delete('ada');
      expect(await fixture.signUp({ ...input, displayName: 'Augusta' }, ADDRESS)).toMatchObject({ ok: true });
    });

    it('is looked up before a password is hashed', async () => {
      const input = fixture.input('ada');
      await fixture.signUp(input, ADDRESS);
      const count = () => fixture.db.read.$count(fixture.db.tables(guessesTables).guess);
      const before = await count();
      await fixture.signUp({ ...input, displayName: 'Grace' }, ADDRESS);
      expect(await count()).toBe(before);
    });

    it('F4: is no way to guess the password', async () => {
      const input = fixture.input('ada');
      await fixture.signUp(input, ADDRESS);
      for (let guess = 0; guess < 3; guess += 1)
        await fixture.signUp({ ...input, password: `wrong guess ${guess}` }, ADDRESS);
      expect(await fixture.signUp(input, ADDRESS)).toMatchObject({ ok: false, code: 'IDEMPOTENCY_KEY_REUSED' });
      expect(await fixture.signInAs('ada')).toMatchObject({ ok: false, code: 'TOO_MANY_ATTEMPTS' });
    });
  });

  it('F4: more than so many from one address are refused for 15 minutes, and none from elsewhere', async () => {
    const few = createIdentityFixture(await open({ tables: fixtureTables }), { guessLimits: { signUps: 2 } });
    for (const username of ['ada', 'ada']) await few.signUp(few.input(username), ADDRESS);
    const refused = { ok: false, code: 'TOO_MANY_ATTEMPTS' };
    expect(await few.signUp(few.input('grace'), ADDRESS)).toEqual(refused);
    expect(few.app.creations).toBe(2);
    expect(await few.signUp(few.input('grace'), '192.0.2.2')).toMatchObject({ ok: true });
    few.clock.advance(15 * 60_000);
    expect(await few.signUp(few.input('mary'), ADDRESS)).toMatchObject({ ok: true });
  });

  describe('case 12: when it breaks off', () => {
    it('before the app was asked, nothing is left', async () => {
      fixture.app.failure = 'before';
      const input = fixture.input('ada');
      expect(await fixture.signUp(input, ADDRESS)).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      expect(await signUpRows()).toHaveLength(0);
      fixture.app.failure = undefined;
      await aMinuteLater();
      expect(fixture.app.creations).toBe(0);
      expect(await fixture.signUp(input, ADDRESS)).toMatchObject({ ok: true });
    });

    it('after the app made the account, the same key leads to it', async () => {
      fixture.app.failure = 'after';
      const input = fixture.input('ada');
      expect(await fixture.signUp(input, ADDRESS)).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
      fixture.app.failure = undefined;
      const result = await fixture.signUp(input, ADDRESS);
      expect(result).toMatchObject({ ok: true, session: { accountId: fixture.app.accounts.get('ada')?.id } });
      expect(await credentials()).toHaveLength(1);
    });

    it('after the app made the account, a job finishes it', async () => {
      fixture.app.failure = 'after';
      await fixture.signUp(fixture.input('ada'), ADDRESS);
      await aMinuteLater();
      expect(await credentials()).toHaveLength(0);
      fixture.app.failure = undefined;
      await aMinuteLater();
      expect(await credentials()).toHaveLength(1);
      expect(await fixture.signInAs('ada')).toMatchObject({ ok: true });
      expect(fixture.app.accounts.size).toBe(1);
    });

    it('between the row and the app, or after the app, a job finishes it', async () => {
      const { contract } = fixture.app;
      const { createAccount } = contract;
      for (const [username, ask] of [
        ['ada', async () => undefined],
        ['grace', createAccount],
      ] as const) {
        // The process ends here: nobody ever hears the answer.
        contract.createAccount = async (...call) => {
          await ask(...call);
          contract.createAccount = createAccount;
          return new Promise(() => {});
        };
        void fixture.signUp(fixture.input(username), ADDRESS);
        await expect.poll(() => contract.createAccount === createAccount).toBe(true);
        expect(await fixture.signInAs(username)).toMatchObject({ ok: false });
        await aMinuteLater();
        expect(await fixture.signInAs(username)).toMatchObject({ ok: true });
      }
    });

    it('for one request, while another by the same key may have reached the app, it goes on', async () => {
      const { contract } = fixture.app;
      const { createAccount } = contract;
      let reached = (): void => {};
      const otherReached = new Promise<void>((resolve) => {
        reached = resolve;
      });
      let calls = 0;
      contract.createAccount = async (...call) => {
        calls += 1;
        if (calls === 2) {
          await createAccount(...call);
          reached();
          throw new AnswerLost('facebook', new Error('reset'));
        }
        await otherReached;
        throw new ServiceUnreachable('facebook', new Error('refused'));
      };
      const input = fixture.input('ada');
      const results = await Promise.all([fixture.signUp(input, ADDRESS), fixture.signUp(input, ADDRESS)]);
      expect(results).toEqual([1, 2].map(() => ({ ok: false, code: 'APP_UNAVAILABLE' })));
      contract.createAccount = createAccount;
      await aMinuteLater();
      expect(await fixture.signInAs('ada')).toMatchObject({ ok: true });
    });

    it('and the app refuses the job later, it is over', async () => {
      fixture.app.failure = 'after';
      const input = fixture.input('ada');
      const { createAccount } = fixture.app.contract;
      fixture.app.contract.createAccount = async (...call) => {
        const [app, , account] = call;
        return createAccount(app, 'another key', account);
      };
      await fixture.signUp(input, ADDRESS);
      fixture.app.failure = undefined;
      fixture.app.contract.createAccount = createAccount;
      await aMinuteLater();
      expect(await signUpRows()).toHaveLength(0);
      expect(await credentials()).toHaveLength(0);
    });
  });

  it('what was done is forgotten after 90 days', async () => {
    await fixture.account('ada');
    fixture.clock.advance(91 * 24 * 60 * 60_000);
    await fixture.identity.sweep();
    expect(await signUpRows()).toHaveLength(0);
    expect(await fixture.signInAs('ada')).toMatchObject({ ok: true });
  });
});
