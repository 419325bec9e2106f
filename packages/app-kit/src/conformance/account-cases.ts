import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newKey, newUsername, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { profileChangeSteps } from './profile-change-steps.ts';

/** Making and finding accounts. */
export function accountCases(getApp: () => TestApp): void {
  const newAccount = (username = newUsername()) => ({ id: getApp().newId('u'), username, displayName: 'Ana López' });

  it('makes an account and finds it by id, in the order asked for, and by username with or without capitals', async () => {
    const app = getApp();
    const input = newAccount();
    const { account, refusals } = await ask(app, 'createAccount', { key: newKey(), input });
    expect(refusals).toEqual([]);
    expect(account).toEqual({ ...input, photo: null, state: 'ACTIVE' });
    const other = await signUp(app);
    const ids = [other, app.newId('u'), input.id, 'nonsense', '', 'a\0b', app.newId('p')];
    const found = await ask(app, 'accounts', { ids });
    expect(found.map((one) => one?.id ?? null)).toEqual([other, null, input.id, null, null, null, null]);
    expect(await ask(app, 'accountByUsername', { username: input.username.toUpperCase() })).toEqual(account);
    for (const username of [newUsername(), '', 'a\0b', '\ud800']) {
      expect(await ask(app, 'accountByUsername', { username })).toBeNull();
    }
  });

  it('D3: makes one account for a key, and refuses the key with another input', async () => {
    const app = getApp();
    const [key, input] = [newKey(), newAccount()];
    const answers = await Promise.all([1, 2, 3].map(() => ask(app, 'createAccount', { key, input })));
    expect(answers.map(({ account }) => account?.id)).toEqual([input.id, input.id, input.id]);
    const other = ask(app, 'createAccount', { key, input: { ...input, displayName: 'Another' } });
    await expect(other).rejects.toMatchObject({ code: 'KEY_REUSED' });
  });

  it('D3: what was refused once is refused under its key for good, however late the first call comes', async () => {
    const app = getApp();
    const [key, input] = [newKey(), newAccount()];
    const holder = await signUp(app, input.username);
    const refused = { account: null, refusals: [{ field: 'USERNAME', reason: 'TAKEN', until: null }] };
    const make = () => ask(app, 'createAccount', { key, input });
    expect(await Promise.all([make(), make(), make()])).toEqual([refused, refused, refused]);
    const { prepare, commit } = profileChangeSteps(getApp);
    const rename = newKey();
    await prepare(rename, { accountId: holder, username: newUsername() });
    await commit(rename);
    expect(await make()).toEqual(refused);
    const other = ask(app, 'createAccount', { key, input: newAccount() });
    await expect(other).rejects.toMatchObject({ code: 'KEY_REUSED' });
    expect((await ask(app, 'createAccount', { key: newKey(), input })).account).toMatchObject(input);
  });

  it.each(['', 'short', 'x'.repeat(129), 'with\0nothing'])('refuses %j as a key', async (key) => {
    await expect(ask(getApp(), 'createAccount', { key, input: newAccount() })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('refuses an id of another kind, or of another account', async () => {
    const app = getApp();
    for (const id of ['nonsense', app.newId('p'), `zz${app.newId('u').slice(2)}`, await signUp(app)]) {
      const made = ask(app, 'createAccount', { key: newKey(), input: { ...newAccount(), id } });
      await expect(made).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });
}
