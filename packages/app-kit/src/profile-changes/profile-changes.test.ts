import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { ask } from '../testing/contract-operations.ts';
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

  const prepare = (key: string, input: object, expiresAt = new Date(app.clock.now().getTime() + 120_000)) =>
    ask(app, 'prepareProfileChange', { key, input: { expiresAt: expiresAt.toISOString(), ...input } });
  const commit = (key: string) => ask(app, 'commitProfileChange', { key });
  const isFree = async (username: string) =>
    (await ask(app, 'availableUsernames', { candidates: [username] })).length === 1;
  const formerValuesOf = async (userId: string) => {
    const { profileHistory } = app.service.db.tables(profileChangesTables);
    const rows = await app.service.db.read.select().from(profileHistory);
    return Object.fromEntries(rows.filter((row) => row.userId === userId).map((row) => [row.field, row.formerValue]));
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
    expect(await formerValuesOf(accountId)).toEqual({});
    await commit(key);
    // The display name was the same, so nothing has changed there.
    expect(await formerValuesOf(accountId)).toEqual({ USERNAME: username, PHOTO: null });
  });

  it('what changed nothing is committed all the same', async () => {
    const username = newUsername();
    const accountId = await signUp(app, username);
    const key = newKey();
    expect(await prepare(key, { accountId, username, displayName: 'Somebody', removePhoto: true })).toMatchObject({
      state: 'PREPARED',
    });
    expect(await commit(key)).toMatchObject({ username, displayName: 'Somebody', photo: null });
    expect([await isFree(username), await formerValuesOf(accountId)]).toEqual([false, {}]);
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
    const displayName = order.at(-1) === 'first' ? 'One' : 'Two';
    expect(await ask(app, 'accounts', { ids: [accountId] })).toMatchObject([{ displayName, photo: expect.anything() }]);
  });

  it('PR3: a question that can’t be delivered waits, and is asked once when accounts-center is back', async () => {
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
    expect(asked()).toEqual([{ type: 'profile-change.in-doubt', payload: { key }, source: 'circle' }]);
    await commit(key);
    app.clock.advance(DAY_MS);
    await app.service.worker.drain();
    expect(asked()).toHaveLength(1);
  });
});
