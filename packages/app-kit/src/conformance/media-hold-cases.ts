import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { own } from '../testing/drafts.ts';
import { newKey, signUp, upload } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { prepared, profileChangeSteps } from './profile-change-steps.ts';

const held = { state: 'HELD', missing: [] };
const released = { state: 'RELEASED', missing: [] };

/** Uploads that are kept for what is still to come (X11). */
export function mediaHoldCases(getApp: () => TestApp): void {
  const hold = (key: string, ownerId: string, ids: readonly string[]) =>
    ask(getApp(), 'holdMedia', { key, ownerId, ids });
  const release = (key: string) => ask(getApp(), 'releaseMedia', { key });

  it('X11: holds files of an account once for a key, all or none', async () => {
    const [key, ownerId, other] = [newKey(), await signUp(getApp()), await signUp(getApp())];
    const [mine, others] = [await upload(getApp(), ownerId), await upload(getApp(), other)];
    const wrong = [others, getApp().newId('m'), 'nonsense', 'a\0b'];
    expect(await hold(newKey(), ownerId, [mine, ...wrong])).toEqual({ state: 'RELEASED', missing: wrong });
    expect(await Promise.all([1, 2, 3].map(() => hold(key, ownerId, [mine])))).toEqual([held, held, held]);
    await expect(hold(key, other, [others])).rejects.toMatchObject({ code: 'KEY_REUSED' });
  });

  it('X11: what is released, before or after, is held no more', async () => {
    const [key, late, ownerId] = [newKey(), newKey(), await signUp(getApp())];
    const photo = await upload(getApp(), ownerId);
    await hold(key, ownerId, [photo]);
    expect([await release(key), await release(key), await release(late)]).toEqual(Array(3).fill('RELEASED'));
    expect([await hold(key, ownerId, [photo]), await hold(late, ownerId, [photo])]).toEqual([released, released]);
  });

  it('a held file can be used, and is still held', async () => {
    const { prepare, commit } = profileChangeSteps(getApp);
    const [key, change, accountId] = [newKey(), newKey(), await signUp(getApp())];
    const photo = await upload(getApp(), accountId);
    await hold(key, accountId, [photo]);
    expect(await prepare(change, { accountId, photo: own(photo) })).toEqual(prepared);
    expect(await commit(change)).toMatchObject({ photo: { id: photo } });
    expect(await hold(key, accountId, [photo])).toEqual(held);
  });
}
