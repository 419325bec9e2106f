import { expect, it } from 'vitest';
import { newKey, newUsername, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { MINUTE_MS, prepared, profileChangeSteps } from './profile-change-steps.ts';

/** Profile changes that meet each other, or are left undecided (PR3). */
export function profileRaceCases(getApp: () => TestApp): void {
  const { prepare, commit, abort, stateOf, isFree } = profileChangeSteps(getApp);

  it('PR3: commit and abort at once end in one of the two', async () => {
    for (let round = 0; round < 5; round++) {
      const [key, accountId, username] = [newKey(), await signUp(getApp()), newUsername()];
      await prepare(key, { accountId, username });
      const [committed, aborted] = await Promise.allSettled([commit(key), abort(key)]);
      const state = await stateOf(key);
      expect([committed.status, aborted]).toEqual(
        state === 'COMMITTED'
          ? ['fulfilled', { status: 'fulfilled', value: 'COMMITTED' }]
          : ['rejected', { status: 'fulfilled', value: 'ABORTED' }],
      );
      expect(await isFree(username)).toBe(state === 'ABORTED');
    }
  });

  it('PR3: reserves a username for one of many who ask at once', async () => {
    const app = getApp();
    const username = newUsername();
    const accounts = await Promise.all([1, 2, 3, 4].map(() => signUp(app)));
    const answers = await Promise.all(accounts.map((accountId) => prepare(newKey(), { accountId, username })));
    expect(answers.map(({ state }) => state).sort()).toEqual(['ABORTED', 'ABORTED', 'ABORTED', 'PREPARED']);
    const reasons = answers.flatMap(({ refusals }) => refusals.map(({ reason }) => reason));
    expect(reasons).toEqual(['TAKEN', 'TAKEN', 'TAKEN']);
  });

  it('PR3: parallel prepares of one key are one', async () => {
    const [key, accountId, username] = [newKey(), await signUp(getApp()), newUsername()];
    const answers = await Promise.all([1, 2, 3].map(() => prepare(key, { accountId, username })));
    expect(answers).toEqual([prepared, prepared, prepared]);
  });

  it('PR3: asks accounts-center about a change past its time until it is decided', async () => {
    const app = getApp();
    const [key, accountId] = [newKey(), await signUp(app)];
    await prepare(key, { accountId, username: newUsername() });
    const asked = async (): Promise<number> => {
      await app.service.worker.drain();
      return app.events.filter(({ type, payload }) => type === 'profile-change.in-doubt' && payload['key'] === key)
        .length;
    };
    expect(await asked()).toBe(0);
    app.clock.advance(2 * MINUTE_MS);
    expect(await asked()).toBe(1);
    app.clock.advance(60 * MINUTE_MS);
    expect(await asked()).toBe(2);
    await abort(key);
    app.clock.advance(60 * MINUTE_MS);
    expect(await asked()).toBe(2);
  });
}
