import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { ask } from '../testing/contract-operations.ts';
import { newDraft } from '../testing/drafts.ts';
import { newKey, signUp } from '../testing/people.ts';
import { tryToPost } from '../testing/posting.ts';
import type { TestApp } from '../testing/test-app.ts';

let app: TestApp;
let suspended: string;

beforeAll(async () => {
  app = await startCircle('file::memory:');
  suspended = await signUp(app);
  await app.service.suspensions.suspend(suspended);
});
afterAll(() => app.close());

it('a suspended account is seen as such by accounts-center', async () => {
  expect(await ask(app, 'accounts', { ids: [suspended] })).toMatchObject([{ state: 'SUSPENDED' }]);
});

it('A5: accounts-center is told of each change of the state once, with a version', async () => {
  const id = await signUp(app);
  const { suspend, reinstate } = app.service.suspensions;
  for (const step of [suspend, suspend, reinstate, reinstate]) {
    await step(id);
    await app.service.worker.drain();
  }
  const told = app.events.filter(({ payload }) => payload['accountId'] === id);
  expect(told.map(({ type, payload }) => [type, payload['stateVersion']])).toEqual([
    ['account.suspended', 2],
    ['account.reinstated', 3],
  ]);
  expect(await ask(app, 'accounts', { ids: [id] })).toMatchObject([{ state: 'ACTIVE' }]);
});

it('a suspended account neither posts nor changes', async () => {
  const draft = await newDraft(app, suspended);
  const refusals = [{ reason: 'ACCOUNT_NOT_ACTIVE' }];
  expect(await ask(app, 'checkPost', { draft })).toMatchObject({ refusals });
  expect(await ask(app, 'publishPost', { key: newKey(), draft })).toMatchObject({ refusals });
  const versions = [{ field: 'DISPLAY_NAME', version: 1 }];
  const input = { accountId: suspended, displayName: 'Anew', versions, expiresAt: app.clock.now().toISOString() };
  expect(await ask(app, 'prepareProfileChange', { key: newKey(), input })).toMatchObject({
    state: 'ABORTED',
    refusals,
  });
  const notFound = { data: { answer: { userErrors: [{ code: 'ACCOUNT_NOT_FOUND' }] } } };
  expect(await tryToPost(app, suspended)).toMatchObject(notFound);
  const follow =
    'mutation ($input: FollowAppUserInput!) { answer: followAppUser(input: $input) { userErrors { code } } }';
  const other = await signUp(app);
  for (const [accountId, userId] of [
    [suspended, other],
    [other, suspended],
  ]) {
    expect(await app.graph(follow, { input: { accountId, userId } }, accountId)).toMatchObject(notFound);
  }
});
