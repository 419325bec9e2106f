// D2: with one app down everything else answers; what is missing is null, with an error that names the service.
import { type Account, type Answer, answerOf, startWorld, type World } from '@accounts-center/test-kit';
import { ReadFacebookFeedDocument, ReadHomeDocument, type ReadHomeQuery } from '@accounts-center/test-kit/operations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

describe.each(['local', 'http'] as const)('D2: over %s', (transport) => {
  let world: World;
  let ada: Account;

  beforeAll(async () => {
    world = await startWorld({ transport, accountsCenter: { sharingPace: { answerWaitMs: 15_000 } } });
    ada = await world.signUp('FACEBOOK', 'ada.park');
    const others = [await world.signUp('INSTAGRAM', 'ada'), await world.signUp('MESSENGER', 'ada.park')];
    for (const other of others) await world.link(ada, other);
    for (const other of others) await world.setSharing(ada, other, 'ALWAYS');
    await world.crossPost(ada, { mediaIds: [(await world.upload(ada)).id], targetAccountIds: null });
    await world.settle();
  });
  afterAll(() => world.close());
  beforeEach(() => world.faults.heal());

  const home = (): Promise<Answer<ReadHomeQuery>> => answerOf(ada.graph.request(ReadHomeDocument, {}));

  function expectNamed({ errors }: Answer<unknown>, service: string): void {
    expect(errors.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors) {
      expect({ message, extensions }).toEqual({
        message: `${service} does not answer`,
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service },
      });
    }
  }

  it('reads everything while everything is up', async () => {
    const { data, errors } = await home();
    expect(errors).toEqual([]);
    expect(data?.viewer?.accounts).toHaveLength(3);
    expect(data?.facebookFeed?.nodes[0]?.sharing?.deliveries).toHaveLength(2);
  });

  it('without Instagram: its accounts, copies and lists are null, the others are there', async () => {
    world.faults.takeDown('instagram');
    const answer = await home();
    expectNamed(answer, 'instagram');
    const { viewer, facebookFeed, instagramUserByUsername, messengerUserByUsername } = answer.data ?? {};
    expect(viewer?.user).toEqual({ username: 'ada.park' });
    expect(viewer?.accounts).toEqual([
      { app: 'FACEBOOK', username: 'ada.park' },
      null,
      { app: 'MESSENGER', username: 'ada.park' },
    ]);
    expect(viewer?.accountsCenter.sharingSettings).toEqual([
      { choice: 'ALWAYS', from: { username: 'ada.park' }, to: null },
      { choice: 'ALWAYS', from: { username: 'ada.park' }, to: { username: 'ada.park' } },
    ]);
    expect(facebookFeed?.nodes[0]?.sharing).toEqual({
      state: 'SHARED',
      deliveries: [
        { state: 'DELIVERED', target: null, copy: null },
        { state: 'DELIVERED', target: { app: 'MESSENGER', username: 'ada.park' }, copy: { text: 'A post.' } },
      ],
    });
    expect([instagramUserByUsername, messengerUserByUsername]).toEqual([
      null,
      { app: 'MESSENGER', username: 'ada.park' },
    ]);
  });

  it('without Facebook: its feed is null, the other accounts are there', async () => {
    world.faults.takeDown('facebook');
    const answer = await home();
    expectNamed(answer, 'facebook');
    expect(answer.data?.facebookFeed).toBeNull();
    expect(answer.data?.viewer?.user).toBeNull();
    expect(answer.data?.viewer?.accounts).toEqual([
      null,
      { app: 'INSTAGRAM', username: 'ada' },
      { app: 'MESSENGER', username: 'ada.park' },
    ]);
    expect(answer.data?.instagramUserByUsername).toEqual({ username: 'ada' });
  });

  it('without the Accounts Center: each app’s own part of the graph is as good as ever', async () => {
    world.faults.takeDown('accounts-center');
    const { data, errors } = await answerOf(ada.graph.request(ReadFacebookFeedDocument, {}));
    expect(errors).toEqual([]);
    expect(data?.facebookFeed?.nodes).toEqual([{ text: 'A post.', author: { username: 'ada.park' } }]);

    const answer = await home();
    expectNamed(answer, 'accounts-center');
    expect(answer.data?.viewer).toBeNull();
    expect(answer.data?.instagramUserByUsername).toEqual({ username: 'ada' });
    expect(answer.data?.facebookFeed?.nodes).toEqual([
      { text: 'A post.', author: { username: 'ada.park' }, sharing: null },
    ]);
  });

  it('says so at /ready, and not at /health', async () => {
    world.faults.takeDown('instagram');
    const [ready, health] = await Promise.all(['ready', 'health'].map((path) => fetch(`${world.url}/${path}`)));
    expect([ready?.status, health?.status]).toEqual([503, 200]);
    expect(await ready?.text()).toContain('instagram');
  });
});
