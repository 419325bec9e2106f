// X10: who deletes a post has deleted it: a copy that was not there yet never comes.
import { CrossPostDocument, RetryDeliveriesDocument } from '@accounts-center/client/operations';
import {
  type Account,
  accepted,
  answerOf,
  contractCall,
  present,
  startWorld,
  type World,
} from '@accounts-center/test-kit';
import { DeleteFacebookPostDocument, PublishFacebookPostDocument } from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

const HOUR_MS = 3_600_000;

let world: World;
let author: Account;
let target: Account;

beforeAll(async () => {
  world = await startWorld({ accountsCenter: { sharingPace: { answerWaitMs: 0 } } });
});
afterAll(() => world.close());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  world.faults.heal();
  author = await world.signUp('FACEBOOK', `author.${runs}`);
  target = await world.signUp('WHATSAPP', `target.${runs}`);
  await world.link(author, target);
});

async function remove(postId: string): Promise<void> {
  const input = { postId, idempotencyKey: `delete-${runs}-key` };
  accepted((await author.graph.request(DeleteFacebookPostDocument, { input })).deleteFacebookPost);
}

/** Lets all that is still on its way arrive. */
async function pass(): Promise<void> {
  world.faults.heal();
  await world.pass(HOUR_MS);
  author = await world.signIn(author);
}

it('with the copy’s app away: it is published, deleted, and the app comes back: there is no copy', async () => {
  world.faults.takeDown('whatsapp');
  const post = { text: 'Regret.', targetAccountIds: [target.id], idempotencyKey: `regret-${runs}-key` };
  const { post: published, sharing } = await world.crossPost(author, post);
  expect(sharing).toMatchObject({ state: 'SHARING', deliveries: [{ state: 'QUEUED' }] });
  await remove(present(published).id);
  await world.settle();
  const again = await world.crossPost(author, post);
  expect(again.post).toBeNull();
  expect(again.sharing).toMatchObject({
    state: 'NOT_SHARED',
    deliveries: [{ state: 'CANCELLED', reason: 'ORIGINAL_DELETED', message: expect.stringMatching(/\w/) }],
  });
  await pass();
  expect([await world.postsOf(author), await world.postsOf(target)]).toEqual([[], []]);
});

it('D3: asked for again, as when the answer was lost: it is deleted once, and the answer is the same', async () => {
  const { post } = await world.crossPost(author, { text: 'Regret.' });
  const input = { postId: present(post).id, idempotencyKey: `twice-${runs}-key` };
  const ask = () => author.graph.request(DeleteFacebookPostDocument, { input });
  const deleted = { deleteFacebookPost: { deletedPostId: input.postId, userErrors: [] } };
  expect([await ask(), await ask()]).toMatchObject([deleted, deleted]);
  expect(await world.postsOf(author)).toEqual([]);
});

it('nor is it tried again', async () => {
  world.faults.takeDown('whatsapp');
  const { post } = await world.crossPost(author, { text: 'Regret.', targetAccountIds: [target.id] });
  await world.pass(100 * HOUR_MS);
  author = await world.signIn(author);
  const postId = present(post).id;
  await remove(postId);
  await world.settle();
  const input = { postId, idempotencyKey: `retry-${runs}-key` };
  const { retryDeliveries } = await author.graph.request(RetryDeliveriesDocument, { input });
  expect(retryDeliveries).toMatchObject({ sharing: null, userErrors: [{ code: 'POST_NOT_FOUND' }] });
  await pass();
  expect(await world.postsOf(target)).toEqual([]);
});

it('made in its app and deleted before anybody was told of either: there is no copy', async () => {
  await world.setSharing(author, target, 'ALWAYS');
  world.faults.takeDown('accounts-center', ({ path }) => path === '/events');
  const post = {
    authorId: author.id,
    text: 'Regret.',
    audience: 'PUBLIC' as const,
    idempotencyKey: `in-app-${runs}-key`,
  };
  const { publishFacebookPost } = await author.graph.request(PublishFacebookPostDocument, { input: post });
  await remove(present(accepted(publishFacebookPost).post).id);
  await pass();
  expect(await world.postsOf(target)).toEqual([]);
});

it('while it was in doubt whether it was published: there is no copy', async () => {
  world.faults.loseAnswers('facebook', 1, contractCall('PublishPost'));
  world.faults.takeDown('facebook', contractCall('ReadPublication'));
  const input = {
    authorId: author.id,
    text: 'Regret.',
    audience: 'PUBLIC' as const,
    targetAccountIds: [target.id],
    idempotencyKey: `in-doubt-${runs}-key`,
  };
  const { data } = await answerOf(author.graph.request(CrossPostDocument, { input }));
  expect(data?.crossPost).toMatchObject({ post: null, sharing: { state: 'SHARING' } });
  const [post] = await world.postsOf(author);
  await remove(present(post).id);
  await pass();
  expect(await world.postsOf(target)).toEqual([]);
  const again = await author.graph.request(CrossPostDocument, { input });
  expect(again.crossPost).toMatchObject({ post: null, sharing: { deliveries: [{ reason: 'ORIGINAL_DELETED' }] } });
});
