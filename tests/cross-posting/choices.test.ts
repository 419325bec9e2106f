import { RetryDeliveriesDocument } from '@accounts-center/client/operations';
import { type Account, accepted, present, startWorld, type World } from '@accounts-center/test-kit';
import {
  MakeFacebookPrivateDocument,
  MakeInstagramPrivateDocument,
  PublishFacebookPostDocument,
  PublishInstagramPostDocument,
} from '@accounts-center/test-kit/operations';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

let world: World;
let facebook: Account;
let instagram: Account;
let messenger: Account;
let whatsapp: Account;

beforeAll(async () => {
  // The second attempt, which is the last, is of the minute that a test lets pass: never of the same moment as the first.
  const sharingPace = { answerWaitMs: 15_000, maxAttempts: 2, backoff: { baseMs: 60_000, maxMs: 60_000 } };
  world = await startWorld({ accountsCenter: { sharingPace } });
});
afterAll(() => world.close());

let runs = 0;
beforeEach(async () => {
  runs += 1;
  world.faults.heal();
  [facebook, instagram, messenger, whatsapp] = await Promise.all([
    world.signUp('FACEBOOK', `author.${runs}`),
    world.signUp('INSTAGRAM', `insta.${runs}`),
    world.signUp('MESSENGER', `messenger.${runs}`),
    world.signUp('WHATSAPP', `whatsapp.${runs}`),
  ]);
  for (const other of [instagram, messenger, whatsapp]) await world.link(facebook, other);
});

const textsOf = async (account: Account): Promise<string[]> => (await world.postsOf(account)).map(({ text }) => text);

/** Publishes inside the app itself, as an app's own front end does. */
async function publishOnFacebook(text: string, more: { mediaIds?: string[] } = {}): Promise<void> {
  const input = {
    authorId: facebook.id,
    text,
    audience: 'PUBLIC' as const,
    idempotencyKey: `own-${runs}-${text}`,
    ...more,
  };
  accepted((await facebook.graph.request(PublishFacebookPostDocument, { input })).publishFacebookPost);
  await world.settle();
}

describe('a standing setting', () => {
  it('X1: ALWAYS carries what is published inside the app itself; ASK and NEVER, which is the default, do not', async () => {
    await world.setSharing(facebook, whatsapp, 'ALWAYS');
    await world.setSharing(facebook, messenger, 'ASK');
    await publishOnFacebook('From the app.');
    expect(await textsOf(whatsapp)).toEqual(['From the app.']);
    expect([await textsOf(messenger), await textsOf(instagram)]).toEqual([[], []]);

    await world.setSharing(facebook, whatsapp, 'NEVER');
    await publishOnFacebook('For here alone.');
    expect(await textsOf(whatsapp)).toEqual(['From the app.']);
  });

  it('X1: is of one direction', async () => {
    await world.setSharing(facebook, instagram, 'ALWAYS');
    const { id } = await world.upload(instagram);
    const input = {
      authorId: instagram.id,
      audience: 'PUBLIC' as const,
      mediaIds: [id],
      idempotencyKey: `one-direction-${runs}`,
    };
    accepted((await instagram.graph.request(PublishInstagramPostDocument, { input })).publishInstagramPost);
    await world.settle();
    expect(await textsOf(facebook)).toEqual([]);
  });

  it('X13: shares no copy on: A → B → A ends after one hop', async () => {
    await world.setSharing(facebook, instagram, 'ALWAYS');
    await world.setSharing(instagram, facebook, 'ALWAYS');
    await world.setSharing(instagram, whatsapp, 'ALWAYS');
    await publishOnFacebook('Once around.', { mediaIds: [(await world.upload(facebook)).id] });
    expect([await textsOf(facebook), await textsOf(instagram), await textsOf(whatsapp)]).toEqual([
      ['Once around.'],
      ['Once around.'],
      [],
    ]);
  });

  it('X2: stays as it is, whatever is chosen for one post', async () => {
    await world.setSharing(facebook, whatsapp, 'ALWAYS');
    await world.crossPost(facebook, { text: 'For Messenger.', targetAccountIds: [messenger.id] });
    await world.crossPost(facebook, { text: 'For nobody.', targetAccountIds: [] });
    await world.settle();
    expect([await textsOf(whatsapp), await textsOf(messenger)]).toEqual([[], ['For Messenger.']]);
    const { accountsCenter } = await world.readCenter(facebook);
    expect(accountsCenter.sharingSettings).toEqual([
      { from: { id: facebook.id }, to: { id: whatsapp.id }, choice: 'ALWAYS' },
    ]);

    await world.crossPost(facebook, { text: 'As always.', targetAccountIds: null });
    expect(await textsOf(whatsapp)).toEqual(['As always.']);
  });
});

describe('X5: what a target does not take is found before anything is sent, and told with the reason', () => {
  const wide = () =>
    sharp({ create: { width: 300, height: 60, channels: 3, background: 'navy' } })
      .jpeg()
      .toBuffer();
  const cases: [string, () => Account, { text?: string; photos?: number; photo?: () => Promise<Buffer> }, string][] = [
    ['a photo for Instagram', () => instagram, {}, 'MEDIA_REQUIRED'],
    ['a shorter caption for Instagram', () => instagram, { text: 'a'.repeat(2_201), photos: 1 }, 'TEXT_TOO_LONG'],
    ['a photo that is less wide for Instagram', () => instagram, { photos: 1, photo: wide }, 'MEDIA_NOT_ACCEPTED'],
    ['a shorter text for WhatsApp', () => whatsapp, { text: 'a'.repeat(4_097) }, 'TEXT_TOO_LONG'],
    ['one photo for WhatsApp, not two', () => whatsapp, { photos: 2 }, 'TOO_MUCH_MEDIA'],
  ];

  it.each(cases)('%s', async (_what, target, { text = 'A post.', photos = 0, photo }, reason) => {
    const uploads = Array.from({ length: photos }, async () => world.upload(facebook, await photo?.()));
    const mediaIds = (await Promise.all(uploads)).map(({ id }) => id);
    const targetAccountIds = [target().id, messenger.id];
    const { post, sharing } = await world.crossPost(facebook, { text, mediaIds, targetAccountIds });
    expect(post?.text).toBe(text);
    expect(sharing?.state).toBe('PARTLY_SHARED');
    expect(sharing?.deliveries).toEqual([
      expect.objectContaining({ state: 'FAILED', reason, copy: null, message: expect.stringMatching(/\w/) }),
      expect.objectContaining({ state: 'DELIVERED', reason: null }),
    ]);
    expect(await textsOf(target())).toEqual([]);
  });

  it('nothing is published anywhere when it is the home app that refuses', async () => {
    const post = world.crossPost(facebook, { text: 'a'.repeat(63_207), targetAccountIds: [messenger.id] });
    await expect(post).rejects.toThrow('TEXT_TOO_LONG');
    expect([await textsOf(facebook), await textsOf(messenger)]).toEqual([[], []]);
  });
});

describe('X4: the audience of a copy is the original’s, or there is no copy', () => {
  const refused = expect.objectContaining({ state: 'FAILED', reason: 'AUDIENCE_NOT_POSSIBLE', copy: null });
  const delivered = expect.objectContaining({ state: 'DELIVERED', reason: null });

  it('for followers: not to WhatsApp, where everybody sees everything; to Messenger for friends alone', async () => {
    const targetAccountIds = [whatsapp.id, messenger.id];
    const { sharing } = await world.crossPost(facebook, { audience: 'FOLLOWERS', targetAccountIds });
    expect(sharing?.deliveries).toEqual([refused, delivered]);
    expect(await textsOf(messenger)).toEqual([]);
    expect((await world.postsOf(messenger, messenger)).map(({ audience }) => audience)).toEqual(['FOLLOWERS']);
  });

  it('for everybody: not to an Instagram account that is private; for followers: to that one', async () => {
    const { id: accountId } = instagram;
    accepted((await instagram.graph.request(MakeInstagramPrivateDocument, { accountId })).updateInstagramAccount);
    const share = async (audience: 'PUBLIC' | 'FOLLOWERS') => {
      const mediaIds = [(await world.upload(facebook)).id];
      const { sharing } = await world.crossPost(facebook, { audience, mediaIds, targetAccountIds: [instagram.id] });
      return sharing?.deliveries;
    };
    expect(await share('PUBLIC')).toEqual([refused]);
    expect(await share('FOLLOWERS')).toEqual([delivered]);
    expect(await textsOf(instagram)).toEqual([]);
    expect(await world.postsOf(instagram, instagram)).toHaveLength(1);
  });
});

describe('X4: a private account’s posts are for its followers, whatever they are published for, and so are their copies', () => {
  const refused = expect.objectContaining({ state: 'FAILED', reason: 'AUDIENCE_NOT_POSSIBLE', copy: null });
  const makePrivate = async () => {
    const { updateFacebookAccount } = await facebook.graph.request(MakeFacebookPrivateDocument, {
      accountId: facebook.id,
    });
    accepted(updateFacebookAccount);
  };
  const audiencesOf = async (account: Account) =>
    (await world.postsOf(account, account)).map(({ audience }) => audience);

  it('by one post: not to a public Instagram account, nor to WhatsApp; to Messenger for friends', async () => {
    await makePrivate();
    const mediaIds = [(await world.upload(facebook)).id];
    const targetAccountIds = [instagram.id, whatsapp.id, messenger.id];
    const { sharing } = await world.crossPost(facebook, { audience: 'PUBLIC', mediaIds, targetAccountIds });
    expect(sharing?.deliveries).toEqual([refused, refused, expect.objectContaining({ state: 'DELIVERED' })]);
    expect([await textsOf(instagram), await textsOf(whatsapp), await textsOf(messenger)]).toEqual([[], [], []]);
    expect(await audiencesOf(messenger)).toEqual(['FOLLOWERS']);
  });

  it('by a standing setting', async () => {
    await makePrivate();
    for (const target of [whatsapp, messenger]) await world.setSharing(facebook, target, 'ALWAYS');
    await publishOnFacebook('Among us.');
    expect([await audiencesOf(whatsapp), await audiencesOf(messenger)]).toEqual([[], ['FOLLOWERS']]);
  });

  it('when it turns private while a copy waits', async () => {
    world.faults.takeDown('messenger');
    await world.crossPost(facebook, { audience: 'PUBLIC', targetAccountIds: [messenger.id] });
    await makePrivate();
    world.faults.heal();
    await world.pass(60_000);
    expect(await audiencesOf(messenger)).toEqual(['FOLLOWERS']);
  });
});

it('X8: a retry with the same key is one retry; with another post that key is an error', async () => {
  world.faults.takeDown('messenger');
  const first = await world.crossPost(facebook, { targetAccountIds: [messenger.id] });
  const second = await world.crossPost(facebook, { targetAccountIds: [messenger.id] });
  await world.pass(60_000);
  world.faults.heal();

  const retry = async (postId: string | undefined) => {
    const input = { postId: present(postId), idempotencyKey: `retry-key-${runs}` };
    return accepted((await facebook.graph.request(RetryDeliveriesDocument, { input })).retryDeliveries);
  };
  const answers = await Promise.all([retry(first.post?.id), retry(first.post?.id)]);
  await world.settle();
  expect(answers.map(({ sharing }) => sharing?.deliveries.length)).toEqual([1, 1]);
  expect(await textsOf(messenger)).toEqual(['A post.']);
  await expect(retry(second.post?.id)).rejects.toThrow('IDEMPOTENCY_KEY_REUSED');
});
