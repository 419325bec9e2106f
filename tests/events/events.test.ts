// What services tell the bus about, whole: every subscription of the graph, and each thing that a person does.

import { readFileSync } from 'node:fs';
import { apiPath } from '@accounts-center/schema';
import type { GraphEvent } from '@accounts-center/subgraph-kit';
import { type Account, present, sendOperation, startWorld, type World } from '@accounts-center/test-kit';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

let world: World;
let ada: Account;
let onInstagram: Account;
let eve: Account;
let told: GraphEvent[];
let runs = 0;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

beforeEach(async () => {
  runs += 1;
  ada = await world.signUp('FACEBOOK', `ada.${runs}`);
  onInstagram = await world.signUp('INSTAGRAM', `ada.insta.${runs}`);
  eve = await world.signUp('FACEBOOK', `eve.${runs}`);
  await world.settle();
  told = [];
});

/** Listens, while something is done. @returns what was told, the oldest first */
async function heardWhile(
  act: () => Promise<unknown>,
  field: string,
  wanted: Record<string, string> = {},
): Promise<GraphEvent[]> {
  const { bus } = world.constellation;
  const subscription = bus.subscribe(field, (event) => told.push(event), { arguments: wanted });
  await act();
  await world.settle();
  subscription.close();
  return told.splice(0);
}

const centerOf = async (account: Account): Promise<string> => {
  const query = '{ viewer { accountsCenter { id } } }';
  const { text } = await sendOperation(world.url, { query }, account.accessToken);
  return (JSON.parse(text) as { data: { viewer: { accountsCenter: { id: string } } } }).data.viewer.accountsCenter.id;
};
const CENTER = 'accountsCenterChanged';
const lastOf = (events: readonly GraphEvent[]): GraphEvent => present(events.at(-1));

it('C2: linking and unlinking are told to the accounts of the center, and to nobody else', async () => {
  const linked = lastOf(await heardWhile(() => world.link(ada, onInstagram), CENTER));
  const center = await centerOf(ada);
  expect(linked).toMatchObject({ value: { __typename: 'AccountsCenter', id: center } });
  expect(linked.audience?.toSorted()).toEqual([ada.id, onInstagram.id].toSorted());

  const parted = await heardWhile(() => world.unlink(ada, onInstagram), CENTER);
  const byAudience = new Map(parted.map(({ audience, value }) => [audience?.join(), (value as { id: string }).id]));
  expect(byAudience.get(ada.id)).toBe(center);
  expect(byAudience.get(onInstagram.id)).toBe(await centerOf(onInstagram));
  expect(parted.flatMap(({ audience }) => audience ?? [])).not.toContain(eve.id);
});

it('settings of sharing and of profiles, and what becomes of a profile, are told to the center', async () => {
  await world.link(ada, onInstagram);
  await world.settle();
  const id = await centerOf(ada);
  const acts = [
    () => world.setSharing(ada, onInstagram, 'ASK'),
    () => world.sync(ada, [onInstagram], ['DISPLAY_NAME']),
    () => world.setSharing(ada, onInstagram, 'NEVER'),
  ];
  for (const act of acts) {
    const events = await heardWhile(act, CENTER);
    expect(events.length).toBeGreaterThan(0);
    for (const { value } of events) expect(value).toEqual({ __typename: 'AccountsCenter', id });
  }
});

it('X6: a cross-post is told step by step, and its posts in their apps', async () => {
  await world.link(ada, onInstagram);
  const { id: mediaId } = await world.upload(ada);
  const published: GraphEvent[] = [];
  const { bus } = world.constellation;
  for (const { id } of [ada, onInstagram])
    bus.subscribe('postPublished', (event) => published.push(event), { arguments: { authorId: id } });
  const input = { mediaIds: [mediaId], audience: 'PUBLIC' as const, targetAccountIds: [onInstagram.id] };
  const shared = await world.crossPost(ada, input);
  const postId = present(shared.post).id;
  const delivery = present(present(shared.sharing).deliveries[0]);
  await world.settle();
  expect(published.map(({ value }) => String(Object.values(value as object)[0])).toSorted()).toEqual([
    'FacebookPost',
    'InstagramPost',
  ]);
  expect(published.every(({ audience }) => audience === undefined)).toBe(true);

  // Who has subscribed late comes back to what was told before.
  const late: GraphEvent[] = [];
  const options = { arguments: { postId }, afterId: '' };
  bus.subscribe('deliveryChanged', (event) => late.push(event), options);
  expect(late).toEqual([]);
  const first = lastOf(published).id;
  const { missed = [] } = bus.subscribe('deliveryChanged', (event) => late.push(event), {
    ...options,
    afterId: first.replace(/-.*/, '-00000000000'),
  });
  late.push(...Array.from(missed, (event) => present(event)));
  expect(new Set(late.map(({ value }) => (value as { id: string }).id))).toEqual(new Set([delivery.id]));
  for (const { audience } of late) expect(audience?.toSorted()).toEqual([ada.id, onInstagram.id].toSorted());
});

it('as many events as the settings say are kept for who comes back', async () => {
  await using short = await startWorld({ gateway: { settings: { subscriptions: { replayEvents: 1 } } } });
  const { bus } = short.constellation;
  const ids: string[] = [];
  bus.subscribe('told', ({ id }) => ids.push(id));
  for (const key of ['a', 'b', 'c']) await bus.publish({ key, field: 'told', arguments: {}, value: key });
  const gaps = ids.map((afterId) => {
    let isGap = false;
    bus.subscribe('told', () => undefined, { afterId, onGap: () => void (isGap = true) }).close();
    return isGap;
  });
  expect(gaps).toEqual([true, false, false]);
});

it('every field of Subscription is told by some service', () => {
  const fields = Object.keys(present(buildSchema(readFileSync(apiPath, 'utf8')).getSubscriptionType()).getFields());
  expect(fields.toSorted()).toEqual(['accountsCenterChanged', 'deliveryChanged', 'postPublished']);
});
