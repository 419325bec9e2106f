import { type CrossPostMutation, RetryDeliveriesDocument } from '@accounts-center/client/operations';
import { type Account, contractCall, startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

let world: World;
let author: Account;
let targets: { instagram: Account; messenger: Account; whatsapp: Account };

beforeAll(async () => {
  world = await startWorld({
    accountsCenter: { sharingPace: { answerWaitMs: 15_000, maxAttempts: 2, backoff: { baseMs: 1, maxMs: 1 } } },
  });
});
afterAll(() => world.close());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  world.faults.heal();
  author = await world.signUp('FACEBOOK', `author.${runs}`);
  const [instagram, messenger, whatsapp] = await Promise.all([
    world.signUp('INSTAGRAM', `insta.${runs}`),
    world.signUp('MESSENGER', `messenger.${runs}`),
    world.signUp('WHATSAPP', `whatsapp.${runs}`),
  ]);
  targets = { instagram, messenger, whatsapp };
  for (const target of Object.values(targets)) await world.link(author, target);
});

type Deliveries = NonNullable<NonNullable<CrossPostMutation['crossPost']>['sharing']>['deliveries'];

function statesOf(deliveries: Deliveries | undefined): Record<string, string> {
  return Object.fromEntries((deliveries ?? []).map(({ target, state }) => [target?.app ?? 'AWAY', state]));
}

async function copiesOf(account: Account): Promise<number> {
  return (await world.postsOf(account)).length;
}

async function post(accounts: readonly Account[]) {
  const photo = await world.upload(author);
  return world.crossPost(author, { mediaIds: [photo.id], targetAccountIds: accounts.map(({ id }) => id) });
}

describe('cross-posting between real apps', () => {
  it('X3: publishes at home and carries a copy to each target, one delivery each', async () => {
    const { post: published, sharing } = await post(Object.values(targets));
    expect(published?.text).toBe('A post.');
    expect(statesOf(sharing?.deliveries)).toEqual({
      INSTAGRAM: 'DELIVERED',
      MESSENGER: 'DELIVERED',
      WHATSAPP: 'DELIVERED',
    });
    expect(sharing?.deliveries.map(({ copy }) => copy?.isCopy)).toEqual([true, true, true]);
  });

  it('X5: says per target which rule a copy breaks, and carries the others', async () => {
    const { sharing } = await world.crossPost(author, {
      text: 'Words only.',
      targetAccountIds: [targets.instagram.id, targets.whatsapp.id],
    });
    expect(sharing?.state).toBe('PARTLY_SHARED');
    expect(sharing?.deliveries).toEqual([
      expect.objectContaining({ state: 'FAILED', reason: 'MEDIA_REQUIRED', copy: null }),
      expect.objectContaining({ state: 'DELIVERED', reason: null }),
    ]);
  });

  it('case 7: one of three targets is down: the post and the others are there, and retry touches only the third', async () => {
    world.faults.takeDown('messenger');
    const { post: published, sharing } = await post(Object.values(targets));
    expect(published).not.toBeNull();
    expect(statesOf(sharing?.deliveries)).toMatchObject({ INSTAGRAM: 'DELIVERED', WHATSAPP: 'DELIVERED' });
    world.clock.advance(60_000);
    await world.settle();
    world.faults.heal();

    const input = { postId: published?.id ?? '', idempotencyKey: 'retry-the-third' };
    const { retryDeliveries } = await author.graph.request(RetryDeliveriesDocument, { input });
    expect(statesOf(retryDeliveries?.sharing?.deliveries)).toEqual({
      INSTAGRAM: 'DELIVERED',
      MESSENGER: 'DELIVERED',
      WHATSAPP: 'DELIVERED',
    });
    expect(await Promise.all(Object.values(targets).map(copiesOf))).toEqual([1, 1, 1]);
  });

  it('case 6: a target took the copy and its answer was lost: there is no second copy', async () => {
    world.faults.loseAnswers('instagram', 1, contractCall('PublishPost'));
    await post([targets.instagram]);
    world.clock.advance(60_000);
    await world.settle();
    expect(await copiesOf(targets.instagram)).toBe(1);
  });

  it('D3: the same key with the same input gives the same post, with another input an error', async () => {
    const input = { text: 'Once.', targetAccountIds: [targets.whatsapp.id], idempotencyKey: `the-same-key-${runs}` };
    const first = await world.crossPost(author, input);
    const [second, third] = await Promise.all([world.crossPost(author, input), world.crossPost(author, input)]);
    expect([second.post?.id, third.post?.id]).toEqual([first.post?.id, first.post?.id]);
    expect(await copiesOf(targets.whatsapp)).toBe(1);
    await expect(world.crossPost(author, { ...input, text: 'Twice.' })).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
  });

  it('L8: nothing reaches an account after it was unlinked', async () => {
    world.faults.takeDown('instagram');
    await post([targets.instagram]);
    await world.unlink(author, targets.instagram);
    world.faults.heal();
    world.clock.advance(600_000);
    await world.settle();
    expect(await copiesOf(targets.instagram)).toBe(0);
  });
});
