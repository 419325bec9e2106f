import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { ask } from '../testing/contract-operations.ts';
import { newDraft } from '../testing/drafts.ts';
import { newKey, signUp } from '../testing/people.ts';
import { tryToPost } from '../testing/posting.ts';
import type { TestApp } from '../testing/test-app.ts';
import { usersTables } from './users.table.ts';

let app: TestApp;
let suspended: string;
beforeAll(async () => {
  app = await startCircle('file::memory:');
  suspended = await signUp(app);
  const { user } = app.service.db.tables(usersTables);
  await app.service.db.write((tx) => tx.update(user).set({ state: 'SUSPENDED' }).where(eq(user.id, suspended)));
});
afterAll(() => app.close());

it('a suspended account is seen as such by accounts-center', async () => {
  expect(await ask(app, 'accounts', { ids: [suspended] })).toMatchObject([{ state: 'SUSPENDED' }]);
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
