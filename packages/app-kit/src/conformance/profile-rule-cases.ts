import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newKey, newUsername, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { MINUTE_MS, prepared, profileChangeSteps, refused } from './profile-change-steps.ts';

/** The rules of usernames and display names, and their cool-downs (PR4). */
export function profileRuleCases(getApp: () => TestApp): void {
  const { prepare, commit, abort, stateOf, isFree } = profileChangeSteps(getApp);

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

  it('PR4: a cool-down refuses until it is over, and counts what really changes', async () => {
    const app = getApp();
    const { displayName: rules } = await ask(app, 'rules');
    const accountId = await signUp(app);
    const rename = async (displayName: string) => {
      const key = newKey();
      const answer = await prepare(key, { accountId, displayName });
      if (answer.state === 'PREPARED') await commit(key);
      return answer;
    };
    const { times, days } = rules.coolDown ?? { times: 5, days: 0 };
    const first = app.clock.now();
    for (let round = 0; round < times; round++) {
      expect(await rename(`Name ${round}`)).toEqual(prepared);
      expect(await rename(`Name ${round}`)).toEqual(prepared);
      app.clock.advance(MINUTE_MS);
    }
    if (rules.coolDown === null) return;
    const until = new Date(first.getTime() + days * 24 * 60 * MINUTE_MS);
    const answer = {
      state: 'ABORTED',
      refusals: [{ field: 'DISPLAY_NAME', reason: 'COOL_DOWN', until: until.toISOString() }],
    };
    expect(await rename('Too soon')).toEqual(answer);
    app.clock.set(new Date(until.getTime() - 1));
    expect(await rename('Still too soon')).toEqual(answer);
    app.clock.set(until);
    expect(await rename('At last')).toEqual(prepared);
  });

  it('PR4: what is prepared counts for a cool-down, what is aborted does not', async () => {
    const app = getApp();
    const { coolDown } = (await ask(app, 'rules')).displayName;
    if (coolDown === null) return;
    const accountId = await signUp(app);
    const keys = Array.from({ length: coolDown.times + 1 }, newKey);
    const answers = await Promise.all(
      keys.map((key) => prepare(key, { accountId, displayName: `Name ${key.slice(0, 8)}` })),
    );
    expect(answers.filter(({ state }) => state === 'PREPARED')).toHaveLength(coolDown.times);
    await Promise.all(keys.map(abort));
    expect(await prepare(newKey(), { accountId, displayName: 'Free again' })).toEqual(prepared);
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
