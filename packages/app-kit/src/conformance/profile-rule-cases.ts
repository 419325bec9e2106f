import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newKey, newUsername, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { prepared, profileChangeSteps, refused } from './profile-change-steps.ts';

/** The rules of usernames and display names (PR4). */
export function profileRuleCases(getApp: () => TestApp): void {
  const { prepare, commit, stateOf, isFree } = profileChangeSteps(getApp);

  it('PR4: refuses all values for one, reserves nothing, and says the same again', async () => {
    const app = getApp();
    const { displayName: rules } = await ask(app, 'rules');
    const [key, accountId, username] = [newKey(), await signUp(app), newUsername()];
    const displayName = 'x'.repeat(rules.maxLength + 1);
    const answer = await prepare(key, { accountId, username, displayName });
    expect(answer).toEqual(refused('DISPLAY_NAME', 'TOO_LONG'));
    expect(await prepare(key, { accountId, username, displayName })).toEqual(answer);
    expect([await stateOf(key), await isFree(username)]).toEqual(['ABORTED', true]);
    await expect(commit(key)).rejects.toMatchObject({ code: 'NOT_PREPARED' });
  });

  it('PR3: what was refused once is refused under its key for good, however late the first call comes', async () => {
    const app = getApp();
    const [key, rename, username] = [newKey(), newKey(), newUsername()];
    const [accountId, holder] = [await signUp(app), await signUp(app, username)];
    const answer = refused('USERNAME', 'TAKEN');
    const answers = await Promise.all([1, 2, 3].map(() => prepare(key, { accountId, username })));
    expect(answers).toEqual([answer, answer, answer]);
    await prepare(rename, { accountId: holder, username: newUsername() });
    await commit(rename);
    expect(await isFree(username)).toBe(true);
    expect(await prepare(key, { accountId, username })).toEqual(answer);
    expect([await stateOf(key), await isFree(username)]).toEqual(['ABORTED', true]);
  });

  it('PR4: names every value at fault', async () => {
    const app = getApp();
    const taken = newUsername();
    await signUp(app, taken);
    const { refusals } = await prepare(newKey(), { accountId: await signUp(app), username: taken, displayName: ' ' });
    expect(refusals.map(({ field, reason }) => [field, reason])).toEqual([
      ['USERNAME', 'TAKEN'],
      ['DISPLAY_NAME', 'TOO_SHORT'],
    ]);
  });

  it('refuses an account that is not there', async () => {
    for (const accountId of [getApp().newId('u'), 'nonsense', 'a\0b']) {
      const answer = await prepare(newKey(), { accountId, displayName: 'Nobody' });
      expect(answer).toEqual(refused('DISPLAY_NAME', 'ACCOUNT_NOT_ACTIVE'));
    }
  });

  it('an account keeps its own username in other capitals', async () => {
    const [key, username] = [newKey(), newUsername()];
    const accountId = await signUp(getApp(), username);
    expect(await prepare(key, { accountId, username: username.toUpperCase() })).toEqual(prepared);
    expect(await commit(key)).toMatchObject({ username: username.toUpperCase() });
    expect(await isFree(username)).toBe(false);
  });
}
