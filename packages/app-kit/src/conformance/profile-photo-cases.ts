import { expect, it } from 'vitest';
import { ask } from '../testing/contract-operations.ts';
import { granted, own } from '../testing/drafts.ts';
import { newKey, newUsername, signUp, upload } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { prepared, profileChangeSteps, refused } from './profile-change-steps.ts';

/** Profile photos, the account’s own and those of a sister app. */
export function profilePhotoCases(getApp: () => TestApp): void {
  const { prepare, commit, abort, isFree } = profileChangeSteps(getApp);

  it('takes a photo of the account’s own, and takes it away', async () => {
    const app = getApp();
    const accountId = await signUp(app);
    const [key, photo] = [newKey(), await upload(app, accountId)];
    expect(await prepare(key, { accountId, photo: own(photo) })).toEqual(prepared);
    expect(await prepare(newKey(), { accountId, photo: own(photo) })).toEqual(refused('PHOTO', 'BAD_PHOTO'));
    expect(await commit(key)).toMatchObject({ photo: { id: photo } });
    const removal = newKey();
    await prepare(removal, { accountId, removePhoto: true });
    expect(await commit(removal)).toMatchObject({ photo: null });
  });

  it('a photo of an aborted change can be used again', async () => {
    const app = getApp();
    const accountId = await signUp(app);
    const [key, photo] = [newKey(), await upload(app, accountId)];
    await prepare(key, { accountId, photo: own(photo) });
    await abort(key);
    expect(await prepare(newKey(), { accountId, photo: own(photo) })).toEqual(prepared);
  });

  it('fetches a sister’s photo when it prepares, so that the commit needs nobody', async () => {
    const app = getApp();
    const [key, accountId] = [newKey(), await signUp(app)];
    expect(await prepare(key, { accountId, photo: await granted(app) })).toEqual(prepared);
    app.connect(false);
    const { photo } = await commit(key);
    app.connect(true);
    expect(await ask(app, 'media', { ownerId: accountId, ids: [photo?.id] })).toEqual([photo]);
  });

  it('refuses a photo that is unknown, of another account, or no picture', async () => {
    const app = getApp();
    const [accountId, other] = [await signUp(app), await signUp(app)];
    const damaged = await granted(app);
    app.sisterFiles.set(damaged.id, Buffer.from('no picture'));
    const wrong = [
      own(app.newId('m')),
      own('nonsense'),
      own('a\0b'),
      own(await upload(app, other)),
      own(await upload(app, accountId, { kind: 'VIDEO', durationMs: 1_000 })),
      damaged,
    ];
    for (const photo of wrong) {
      const username = newUsername();
      expect(await prepare(newKey(), { accountId, username, photo })).toEqual(refused('PHOTO', 'BAD_PHOTO'));
      expect(await isFree(username)).toBe(true);
    }
    const both = prepare(newKey(), { accountId, photo: wrong[0], removePhoto: true });
    await expect(both).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
}
