// D2: a home app that takes a post and says nothing costs the answer that post and nothing else.
import { CrossPostDocument } from '@accounts-center/client/operations';
import { answerOf, contractCall, startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What the gateway gives a service: far less than the service itself gives an app. */
const gateway = { settings: { subgraphs: { all: { timeoutMs: 2_000 } } } };
const MINUTE_MS = 60_000;

describe.each(['local', 'http'] as const)('D2: over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ transport, gateway });
  });
  afterAll(() => world.close());

  it.each([
    ['nor the question for it', ['PublishPost', 'ReadPublication']],
    ['but the question for it', ['PublishPost']],
  ])('X8: an app that does not answer a post %s is asked in time, and the post follows', async (run, operations) => {
    const facebook = await world.signUp('FACEBOOK', `ada.${operations.length}`);
    const whatsapp = await world.signUp('WHATSAPP', `ada.${operations.length}`);
    await world.link(facebook, whatsapp);

    let questions = 0;
    world.faults.hang('facebook', (call) => {
      if (contractCall('ReadPublication')(call)) questions += 1;
      return operations.some((operation) => contractCall(operation)(call));
    });
    const targetAccountIds = [whatsapp.id];
    const input = {
      authorId: facebook.id,
      text: run,
      audience: 'PUBLIC',
      targetAccountIds,
      idempotencyKey: run,
    } as const;
    const { data, errors } = await answerOf(facebook.graph.request(CrossPostDocument, { input }));
    expect({ errors, data }).toMatchObject({ errors: [], data: { crossPost: { post: null, userErrors: [] } } });
    expect(questions).toBe(1);

    world.faults.heal();
    await world.pass(MINUTE_MS);
    expect([await world.postsOf(facebook), await world.postsOf(whatsapp)]).toMatchObject([
      [{ text: run }],
      [{ text: run }],
    ]);
  });
});
