import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newKey, newUsername, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { MINUTE_MS, prepared, profileChangeSteps } from './profile-change-steps.ts';

/** A profile changes in all apps or in none: this one’s part in it (PR3). */
export function profileChangeCases(getApp: () => TestApp): void {
  const { prepare, commit, abort, stateOf, isFree } = profileChangeSteps(getApp);

  it('PR3: reserves without showing, then puts into effect', async () => {
    const app = getApp();
    const [key, old, username] = [newKey(), newUsername(), newUsername()];
    const accountId = await signUp(app, old);
    expect(await stateOf(key)).toBe('UNSEEN');
    expect(await prepare(key, { accountId, username, displayName: 'Ana Maria' })).toEqual(prepared);
    expect(await prepare(key, { accountId, username, displayName: 'Ana Maria' })).toEqual(prepared);
    expect([await stateOf(key), await isFree(username), await isFree(old)]).toEqual(['PREPARED', false, false]);
    expect(await ask(app, 'accounts', { ids: [accountId] })).toMatchObject([
      { username: old, displayName: 'Somebody' },
    ]);
    const account = await commit(key);
    expect(account).toMatchObject({ id: accountId, username, displayName: 'Ana Maria' });
    expect(await commit(key)).toEqual(account);
    expect(await ask(app, 'accounts', { ids: [accountId] })).toEqual([account]);
    expect([await stateOf(key), await isFree(username), await isFree(old)]).toEqual(['COMMITTED', false, true]);
  });

  it('PR3: gives up what was reserved when it is aborted, and only then', async () => {
    const app = getApp();
    const [key, username] = [newKey(), newUsername()];
    const accountId = await signUp(app);
    await prepare(key, { accountId, username });
    app.clock.advance(24 * 60 * MINUTE_MS);
    expect(await isFree(username)).toBe(false);
    expect([await abort(key), await abort(key), await stateOf(key)]).toEqual(['ABORTED', 'ABORTED', 'ABORTED']);
    expect(await isFree(username)).toBe(true);
    await expect(commit(key)).rejects.toMatchObject({ code: 'NOT_PREPARED' });
  });

  it('PR3: an abort that overtakes the prepare holds', async () => {
    const [key, accountId, username] = [newKey(), await signUp(getApp()), newUsername()];
    expect(await abort(key)).toBe('ABORTED');
    expect(await prepare(key, { accountId, username })).toEqual({ state: 'ABORTED', refusals: [] });
    expect(await isFree(username)).toBe(true);
  });

  it('PR3: a change that is committed is not aborted any more', async () => {
    const [key, accountId, username] = [newKey(), await signUp(getApp()), newUsername()];
    await prepare(key, { accountId, username });
    await commit(key);
    expect(await abort(key)).toBe('COMMITTED');
    expect(await isFree(username)).toBe(false);
  });

  it('refuses to commit a key that it never saw', async () => {
    await expect(commit(newKey())).rejects.toMatchObject({ code: 'NOT_PREPARED' });
    await expect(commit('short')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('PR2: refuses a value without a version', async () => {
    const accountId = await signUp(getApp());
    const change = { accountId, displayName: 'Ana', versions: [{ field: 'USERNAME', version: 1 }] };
    await expect(prepare(newKey(), change)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('D3: refuses a key with another change', async () => {
    const [key, accountId, username] = [newKey(), await signUp(getApp()), newUsername()];
    await prepare(key, { accountId, username });
    await expect(prepare(key, { accountId, username: newUsername() })).rejects.toMatchObject({ code: 'KEY_REUSED' });
  });
}
