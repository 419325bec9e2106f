// X8: after a lost answer nobody knows whether the copy is there, and until its app has been asked it says so.
import { type Account, contractCall, startWorld, type World } from '@accounts-center/test-kit';
import { ReadDeliveriesDocument } from '@accounts-center/test-kit/operations';
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
  world.faults.loseAnswers('whatsapp', 1, contractCall('PublishPost'));
  world.faults.takeDown('whatsapp', contractCall('ReadPublication'));
  await world.crossPost(author, { text: 'Is it there?', targetAccountIds: [target.id] });
  await world.settle();
});

async function deliveries() {
  const { facebookFeed } = await author.graph.request(ReadDeliveriesDocument, {});
  return facebookFeed?.nodes[0]?.sharing;
}

it('X6, X8: it reads UNKNOWN and is not sent again; once the app answers, the copy that is there is found', async () => {
  expect(await deliveries()).toMatchObject({ state: 'SHARING', deliveries: [{ state: 'UNKNOWN', copy: null }] });
  await world.pass(60_000);
  expect(await deliveries()).toMatchObject({ state: 'SHARING', deliveries: [{ state: 'UNKNOWN', attempts: 1 }] });

  world.faults.heal();
  await world.pass(HOUR_MS);
  author = await world.signIn(author);
  expect(await deliveries()).toMatchObject({
    state: 'SHARED',
    deliveries: [{ state: 'DELIVERED', attempts: 1, copy: { text: 'Is it there?' } }],
  });
  expect(await world.postsOf(target)).toHaveLength(1);
});

it('X8: that stays possible after an unlink, and nothing is sent any more', async () => {
  await world.unlink(author, target);
  world.faults.heal();
  await world.pass(HOUR_MS);
  author = await world.signIn(author);
  expect(await deliveries()).toMatchObject({ deliveries: [{ state: 'DELIVERED', attempts: 1 }] });
  expect(await world.postsOf(target)).toHaveLength(1);
});
