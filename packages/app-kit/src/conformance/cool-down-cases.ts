import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { newKey, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { MINUTE_MS, prepared, profileChangeSteps } from './profile-change-steps.ts';

/** How often a display name may change (PR4). */
export function coolDownCases(getApp: () => TestApp): void {
  const { prepare, commit, abort } = profileChangeSteps(getApp);

  it('PR4: a cool-down refuses until it is over, and counts what really changes', async () => {
    const app = getApp();
    const { coolDown } = (await ask(app, 'rules')).displayName;
    const accountId = await signUp(app);
    const rename = async (displayName: string) => {
      const key = newKey();
      const answer = await prepare(key, { accountId, displayName });
      if (answer.state === 'PREPARED') await commit(key);
      return answer;
    };
    const { times, days } = coolDown ?? { times: 5, days: 0 };
    const first = app.clock.now();
    for (let round = 0; round < times; round++) {
      expect(await rename(`Name ${round}`)).toEqual(prepared);
      expect(await rename(`Name ${round}`)).toEqual(prepared);
      app.clock.advance(MINUTE_MS);
    }
    if (coolDown === null) return;
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
}
