import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { ask, versioned } from '../testing/contract-operations.ts';
import { own } from '../testing/drafts.ts';
import { newKey, newUsername, signUp, upload } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';
import { profileChangesTables } from './profile-changes.table.ts';

const DAY_MS = 24 * 60 * 60_000;

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl());
  });
  afterAll(() => app.close());

  const withVersions = versioned();
  const prepare = (key: string, input: object, expiresAt = new Date(app.clock.now().getTime() + 120_000)) =>
    ask(app, 'prepareProfileChange', {
      key,
      input: withVersions(key, { expiresAt: expiresAt.toISOString(), ...input }),
    });
  const commit = (key: string) => ask(app, 'commitProfileChange', { key });
  const isFree = async (username: string) =>
    (await ask(app, 'availableUsernames', { candidates: [username] })).length === 1;
  const historyOf = async (userId: string, field: string) => {
    const { profileHistory } = app.service.db.tables(profileChangesTables);
    const rows = await app.service.db.read.select().from(profileHistory);
    const ofField = rows.filter((row) => row.userId === userId && row.field === field);
    return ofField.sort((one, other) => one.version - other.version).map(({ value }) => value);
  };

  it('PR4: a username cools down too', async () => {
    const accountId = await signUp(app);
    const key = newKey();
    await prepare(key, { accountId, username: newUsername() });
    await commit(key);
    const until = new Date(app.clock.now().getTime() + 30 * DAY_MS).toISOString();
    const username = newUsername();
    expect(await prepare(newKey(), { accountId, username, displayName: 'Ana' })).toEqual({
      state: 'ABORTED',
      refusals: [{ field: 'USERNAME', reason: 'COOL_DOWN', until }],
    });
    expect(await isFree(username)).toBe(true);
    app.clock.advance(30 * DAY_MS);
    expect(await prepare(newKey(), { accountId, username })).toMatchObject({ state: 'PREPARED' });
  });

  it('keeps what was before, to be brought back', async () => {
    const username = newUsername();
    const accountId = await signUp(app, username);
    const [key, photo] = [newKey(), await upload(app, accountId)];
    await prepare(key, { accountId, username: newUsername(), displayName: 'Somebody', photo: own(photo) });
    expect(await historyOf(accountId, 'USERNAME')).toEqual([]);
    const { username: renamed } = await commit(key);
    // The display name was the same, so nothing has changed there.
    expect(await historyOf(accountId, 'USERNAME')).toEqual([username, renamed]);
    expect(await historyOf(accountId, 'PHOTO')).toEqual([null, photo]);
    expect(await historyOf(accountId, 'DISPLAY_NAME')).toEqual([]);
  });

  it('PR5: a former photo can be brought back, however long ago it was', async () => {
    const accountId = await signUp(app);
    const [first, second] = [await upload(app, accountId), await upload(app, accountId)];
    const show = async (photo: string) => {
      const key = newKey();
      expect(await prepare(key, { accountId, photo: own(photo) })).toEqual({ state: 'PREPARED', refusals: [] });
      return commit(key);
    };
    const stateOf = async (photo: string) => (await ask(app, 'media', { ownerId: accountId, ids: [photo] }))[0];
    await show(first);
    expect(await show(second)).toMatchObject({ photo: { id: second } });
    app.clock.advance(400 * DAY_MS);
    await app.service.worker.drain();
    expect(await stateOf(first)).toEqual({ id: first });
    expect(await show(first)).toMatchObject({ photo: { id: first } });
    expect(await historyOf(accountId, 'PHOTO')).toEqual([null, first, second, first]);
  });

  it('PR7: a value that is not newer than the one in effect is refused', async () => {
    const accountId = await signUp(app);
    const change = (displayName: string, version: number) =>
      ({ accountId, displayName, versions: [{ field: 'DISPLAY_NAME', version }] }) as const;
    const key = newKey();
    await prepare(key, change('Seven', 7));
    await commit(key);
    const stale = { state: 'ABORTED', refusals: [{ field: 'DISPLAY_NAME', reason: 'STALE', until: null }] };
    expect(await prepare(newKey(), change('Six', 6))).toEqual(stale);
    expect(await prepare(newKey(), change('Another seven', 7))).toEqual(stale);
    const next = newKey();
    expect(await prepare(next, change('Eight', 8))).toEqual({ state: 'PREPARED', refusals: [] });
    await commit(next);
  });

  it('PR7: of two changes the newer stays, in whatever order they commit, and the other is in the history', async () => {
    const [accountId, older, newer] = [await signUp(app), newKey(), newKey()];
    const photos = { older: await upload(app, accountId), newer: await upload(app, accountId) };
    const change = (name: 'older' | 'newer', version: number) => ({
      accountId,
      displayName: name,
      photo: own(photos[name]),
      versions: ['DISPLAY_NAME', 'PHOTO'].map((field) => ({ field, version })),
    });
    await prepare(older, change('older', 1));
    expect(await prepare(newer, change('newer', 2))).toMatchObject({ refusals: [] });
    const account = { displayName: 'newer', photo: { id: photos.newer } };
    expect(await commit(newer)).toMatchObject(account);
    expect(await commit(older)).toMatchObject(account);
    expect(await historyOf(accountId, 'PHOTO')).toEqual([null, photos.older, photos.newer]);
    expect(await historyOf(accountId, 'DISPLAY_NAME')).toEqual(['Somebody', 'older', 'newer']);
  });

  it('what changed nothing is committed all the same', async () => {
    const username = newUsername();
    const accountId = await signUp(app, username);
    const key = newKey();
    expect(await prepare(key, { accountId, username, displayName: 'Somebody', removePhoto: true })).toMatchObject({
      state: 'PREPARED',
    });
    expect(await commit(key)).toMatchObject({ username, displayName: 'Somebody', photo: null });
    expect([await isFree(username), await historyOf(accountId, 'USERNAME')]).toEqual([false, []]);
  });

  it('PR3: of a name that its own account reserved, no second reservation is made', async () => {
    const [accountId, username] = [await signUp(app), newUsername()];
    await prepare(newKey(), { accountId, username });
    const again = await prepare(newKey(), { accountId, username });
    expect(again).toMatchObject({ state: 'ABORTED', refusals: [{ field: 'USERNAME', reason: 'TAKEN' }] });
  });

  it.each([
    ['first', 'second'],
    ['second', 'first'],
  ])('two changes of one account commit in any order: %s, %s', async (...order) => {
    const accountId = await signUp(app);
    const changes = {
      first: { displayName: 'One' },
      second: { displayName: 'Two', photo: own(await upload(app, accountId)) },
    };
    const keys = new Map(order.map((name) => [name, newKey()]));
    for (const [name, change] of Object.entries(changes)) await prepare(keys.get(name) ?? '', { accountId, ...change });
    for (const name of order) await commit(keys.get(name) ?? '');
    expect(await ask(app, 'accounts', { ids: [accountId] })).toMatchObject([
      { displayName: 'Two', photo: expect.anything() },
    ]);
  });

  it('PR3: a question that can’t be delivered waits, and is asked when accounts-center is back, until it is decided', async () => {
    const [key, accountId] = [newKey(), await signUp(app)];
    await prepare(key, { accountId, displayName: 'In doubt' }, app.clock.now());
    const asked = () => app.events.filter(({ payload }) => payload['key'] === key);
    app.connect(false);
    await app.service.worker.drain();
    for (let hour = 0; hour < 3; hour++) {
      app.clock.advance(60 * 60_000);
      await app.service.worker.drain();
    }
    expect(asked()).toEqual([]);
    app.connect(true);
    app.clock.advance(60 * 60_000);
    await app.service.worker.drain();
    const questions = asked();
    expect(questions[0]).toEqual({ type: 'profile-change.in-doubt', payload: { key }, source: 'circle' });
    // The one that waited, and the one of this hour if that one was delivered by then.
    expect(questions.length).toBeLessThanOrEqual(2);
    await commit(key);
    app.clock.advance(DAY_MS);
    await app.service.worker.drain();
    expect(asked()).toEqual(questions);
  });
});
