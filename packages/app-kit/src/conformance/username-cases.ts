import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newKey, newUsername, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';

/** Who gets which username (PR4). */
export function usernameCases(getApp: () => TestApp): void {
  const newAccount = (username = newUsername()) => ({ id: getApp().newId('u'), username, displayName: 'Ana López' });

  it('PR4: refuses usernames against the rules, and writes nothing', async () => {
    const app = getApp();
    const { username: rules } = await ask(app, 'rules');
    const taken = newUsername();
    await signUp(app, taken);
    const wrong: [string, string][] = [
      [taken, 'TAKEN'],
      [taken.toUpperCase(), 'TAKEN'],
      ['a'.repeat(rules.minLength - 1), 'TOO_SHORT'],
      ['a'.repeat(rules.maxLength + 1), 'TOO_LONG'],
      ['with space', 'BAD_CHARACTERS'],
      ['Instagrаm', 'LOOK_ALIKE'],
      ['support', 'RESERVED'],
    ];
    for (const [username, reason] of wrong) {
      const input = newAccount(username);
      const { account, refusals } = await ask(app, 'createAccount', { key: newKey(), input });
      expect({ username, account, refusals }).toEqual({
        username,
        account: null,
        refusals: [{ field: 'USERNAME', reason, until: null }],
      });
      expect(await ask(app, 'accounts', { ids: [input.id] })).toEqual([null]);
    }
  });

  it('PR4: keeps no username of an account that is refused for its display name', async () => {
    const app = getApp();
    const { displayName: rules } = await ask(app, 'rules');
    const input = newAccount();
    const tooLong = { ...input, displayName: 'é'.repeat(rules.maxLength + 1) };
    const { refusals } = await ask(app, 'createAccount', { key: newKey(), input: tooLong });
    expect(refusals).toEqual([{ field: 'DISPLAY_NAME', reason: 'TOO_LONG', until: null }]);
    expect(await ask(app, 'availableUsernames', { candidates: [input.username] })).toEqual([input.username]);
    const atTheLimit = { ...input, displayName: 'e\u0301'.repeat(rules.maxLength) };
    expect((await ask(app, 'createAccount', { key: newKey(), input: atTheLimit })).refusals).toEqual([]);
  });

  it('gives a username to one of many who ask at once', async () => {
    const app = getApp();
    const username = newUsername();
    const asked = [1, 2, 3, 4, 5].map(() => ask(app, 'createAccount', { key: newKey(), input: newAccount(username) }));
    const reasons = (await Promise.all(asked)).map(({ refusals }) => refusals[0]?.reason ?? 'OK');
    expect(reasons.sort()).toEqual(['OK', 'TAKEN', 'TAKEN', 'TAKEN', 'TAKEN']);
  });

  it('tells which usernames it would take', async () => {
    const app = getApp();
    const [taken, free] = [newUsername(), newUsername()];
    await signUp(app, taken);
    const candidates = ['support', free, taken, 'with space', '', 'a\0b'];
    expect(await ask(app, 'availableUsernames', { candidates })).toEqual([free]);
    const tooMany = ask(app, 'availableUsernames', { candidates: Array.from({ length: 101 }, () => free) });
    await expect(tooMany).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
}
