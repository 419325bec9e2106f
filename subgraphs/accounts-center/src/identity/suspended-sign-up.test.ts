import { eachDialect } from '@accounts-center/db/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createIdentityFixture, fixtureTables, type IdentityFixture } from './identity.fixture.ts';
import { identityTables } from './identity.table.ts';
import type { SignUpRow } from './sign-up.store.ts';

const ADDRESS = '192.0.2.1';
const NOT_ACTIVE = { ok: false, code: 'ACCOUNT_NOT_ACTIVE' };

eachDialect((_dialect, open) => {
  let fixture: IdentityFixture;
  let input: ReturnType<IdentityFixture['input']>;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
    input = fixture.input('ada');
  });

  const tables = () => fixture.db.tables(identityTables);
  const signUp = (changed: Partial<typeof input> = {}) => fixture.signUp({ ...input, ...changed }, ADDRESS);
  const sessionCount = () => fixture.db.read.$count(tables().session);
  const stateOf = async (accountId: string) => (await fixture.membership.member(accountId))?.state;

  async function onlySignUp(): Promise<SignUpRow> {
    const [row] = await fixture.db.read.select().from(tables().signUp);
    if (row === undefined) throw new Error('no sign-up');
    return row;
  }

  /** Runs the jobs that are due a minute later. */
  async function aMinuteLater(): Promise<void> {
    fixture.clock.advance(60_000);
    await fixture.worker.drain();
  }

  /** The app makes the account, and its answer is lost. */
  async function signUpUnanswered(): Promise<string> {
    fixture.app.failure = 'after';
    expect(await signUp()).toEqual({ ok: false, code: 'APP_UNAVAILABLE' });
    fixture.app.failure = undefined;
    return (await onlySignUp()).accountId;
  }

  describe('a sign-up that is repeated', () => {
    it('A5: opens nothing while the account is suspended, and tells so with the right password only', async () => {
      const first = await signUp();
      if (!first.ok) throw new Error(first.code);
      const { accountId } = first.session;
      fixture.app.suspend('ada');
      await fixture.tell('account.suspended', accountId, 2);
      expect(await signUp()).toEqual(NOT_ACTIVE);
      expect(await signUp({ password: 'a wrong guess' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      expect(await sessionCount()).toBe(1);
      fixture.app.reinstate('ada');
      await fixture.tell('account.reinstated', accountId, 3);
      expect(await signUp()).toMatchObject({ ok: true, session: { accountId } });
    });

    it('A5: opens nothing either before the app’s event has come, nor while the app is away after it', async () => {
      expect(await signUp()).toMatchObject({ ok: true });
      fixture.app.suspend('ada');
      expect(await signUp()).toEqual(NOT_ACTIVE);
      fixture.app.failure = 'before';
      expect(await signUp()).toEqual(NOT_ACTIVE);
    });

    it('A5: opens nothing when the app suspends the account at the last moment', async () => {
      expect(await signUp()).toMatchObject({ ok: true });
      const { accountId } = await onlySignUp();
      const { write } = fixture.db;
      fixture.db.write = async (transaction, options) => {
        if (options?.name === 'complete sign-up') {
          fixture.db.write = write;
          await fixture.tell('account.suspended', accountId, 2);
        }
        return write(transaction, options);
      };
      expect(await signUp()).toEqual(NOT_ACTIVE);
      expect(await sessionCount()).toBe(1);
    });
  });

  describe('a suspension that overtakes the sign-up', () => {
    it('A5: counts when a job finishes it, and the event comes again until then', async () => {
      const accountId = await signUpUnanswered();
      fixture.app.suspend('ada');
      const tell = () => fixture.tell('account.suspended', accountId, 2);
      await expect(tell()).rejects.toThrow('still being made');
      await aMinuteLater();
      expect(await fixture.membership.member(accountId)).toMatchObject({ state: 'SUSPENDED', stateVersion: 2 });
      await tell();
      expect(await stateOf(accountId)).toBe('SUSPENDED');
      expect(await signUp()).toEqual(NOT_ACTIVE);
      expect(await fixture.signInAs('ada')).toEqual(NOT_ACTIVE);
    });

    it('A5: counts when the same key finishes it: no session is opened', async () => {
      const accountId = await signUpUnanswered();
      fixture.app.suspend('ada');
      expect(await signUp()).toEqual(NOT_ACTIVE);
      expect(await stateOf(accountId)).toBe('SUSPENDED');
      expect(await sessionCount()).toBe(0);
    });

    it('A5: is not lost when it comes between the app’s answer and the center’s row', async () => {
      const { contract } = fixture.app;
      const { createAccount } = contract;
      contract.createAccount = async (...call) => {
        const answer = await createAccount(...call);
        fixture.app.suspend('ada');
        await expect(fixture.tell('account.suspended', call[2].id, 2)).rejects.toThrow('still being made');
        return answer;
      };
      const result = await signUp();
      if (!result.ok) throw new Error(result.code);
      const { accountId, refreshToken } = result.session;
      await fixture.tell('account.suspended', accountId, 2);
      expect(await stateOf(accountId)).toBe('SUSPENDED');
      expect(await fixture.refreshSession(refreshToken)).toEqual({ ok: false, code: 'SESSION_ENDED' });
    });

    it('A5: ends the session of a request when another by the same key learns of it first', async () => {
      const { contract } = fixture.app;
      const { createAccount } = contract;
      contract.createAccount = async (...call) => {
        contract.createAccount = createAccount;
        const answer = await createAccount(...call);
        expect(await signUp()).toMatchObject({ ok: true });
        fixture.app.suspend('ada');
        return { ...answer, account: fixture.app.accounts.get('ada') ?? null };
      };
      expect(await signUp()).toEqual(NOT_ACTIVE);
      expect(await fixture.db.read.$count(tables().refreshToken)).toBe(0);
      expect(await stateOf((await onlySignUp()).accountId)).toBe('SUSPENDED');
    });
  });

  it('A5: an event about an account that the center never makes is taken, and changes nothing', async () => {
    const accountId = await signUpUnanswered();
    fixture.app.contract.createAccount = async () => ({
      account: null,
      refusals: [{ field: 'USERNAME', reason: 'TAKEN', until: null }],
    });
    await aMinuteLater();
    await fixture.tell('account.suspended', accountId, 2);
    expect(await fixture.membership.member(accountId)).toBeUndefined();
  });
});
