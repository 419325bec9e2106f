import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../context.ts';
import { type SharingFamily, startSharingFamily } from './sharing-graph.fixture.ts';

const SET = `mutation ($input: SetSharingInput!) { setSharing(input: $input) {
  setting { kind from { id } to { id } choice }
  cancelledDeliveries { id state reason }
  userErrors { code message field }
} }`;

const RETRY = `mutation ($input: RetryDeliveriesInput!) { retryDeliveries(input: $input) {
  sharing { state deliveries { state } }
  userErrors { code message field }
} }`;

const UNLINK = `mutation ($input: UnlinkAccountInput!) { unlinkAccount(input: $input) {
  receipt { removedSharingSettings cancelledDeliveries { id state reason message } }
} }`;

const SETTINGS = '{ viewer { accountsCenter { sharingSettings { from { id } to { id } choice } } } }';

const NO_POST = 'fbp_00000000000000000000000000';
const NOBODY = 'fbu_00000000000000000000000000';

describe('through the graph, among real apps', () => {
  let family: SharingFamily;

  beforeAll(async () => {
    family = await startSharingFamily();
  });
  afterAll(() => family[Symbol.asyncDispose]());

  const set = (toAccountId: string, choice: string): Promise<unknown> =>
    family.run(SET, { fromAccountId: family.author.id, toAccountId, choice, idempotencyKey: family.key() });

  describe('crossPost', () => {
    it('X3: publishes a photo at home and carries it to every target, once', async () => {
      const input = { mediaIds: [await family.upload()], idempotencyKey: family.key() };
      const first = await family.share(input);
      await family.settle();
      const again = await family.share(input);
      expect(again.post).toEqual(first.post);
      expect(again.sharing).toMatchObject({ state: 'SHARED', deliveries: [{ target: { app: 'INSTAGRAM' } }, {}] });
      for (const [index, app] of (['INSTAGRAM', 'WHATSAPP'] as const).entries()) {
        const delivery = again.sharing?.deliveries[index];
        const copy = await family.contract.publication(app, delivery?.id ?? '');
        expect(copy).toMatchObject({ state: 'PUBLISHED', postId: delivery?.copy?.id });
      }
    });

    it('X5: what the app refuses is said with the field, or in its own words', async () => {
      expect(await family.share({ text: '' })).toMatchObject({
        post: null,
        sharing: null,
        userErrors: [{ code: 'EMPTY', message: expect.stringMatching(/\w/), field: null }],
      });
    });

    it('C2: an own account that is not signed in to is refused like one that is not there, and the words fit both', async () => {
      const message =
        'There is no such account in your Accounts Center, or it is not the one that you are signed in to.';
      const userErrors = [{ code: 'ACCOUNT_NOT_FOUND', message, field: ['input', 'authorId'] }];
      for (const authorId of [family.instagram.id, family.stranger.id, NOBODY])
        expect(await family.share({ authorId })).toEqual({ post: null, sharing: null, userErrors });
    });

    it('D2, X7: with a target down the post is there, and its copy follows', async () => {
      family.connect('whatsapp', false);
      const { post, sharing } = await family.share();
      await family.settle();
      family.connect('whatsapp', true);
      expect(sharing?.state).toBe('SHARING');
      family.clock.advance(60_000);
      await family.settle();
      expect(await family.run(RETRY, { postId: post?.id, idempotencyKey: family.key() })).toEqual({
        sharing: { state: 'SHARED', deliveries: [{ state: 'DELIVERED' }, { state: 'DELIVERED' }] },
        userErrors: [],
      });
    });

    it('needs somebody who is signed in', async () => {
      const input = { authorId: family.author.id, audience: 'PUBLIC', idempotencyKey: family.key() };
      const { errors } = await family.graph(family.CROSS_POST, { input });
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });
  });

  describe('setSharing', () => {
    it('X1: is read back in the center', async () => {
      const { author, instagram, whatsApp } = family;
      const setting = { from: { id: author.id }, to: { id: instagram.id }, choice: 'ALWAYS' };
      const payload = { setting: { kind: 'POST', ...setting }, cancelledDeliveries: [], userErrors: [] };
      expect(await set(instagram.id, 'ALWAYS')).toEqual(payload);
      const { data } = await family.graph(SETTINGS, {}, whatsApp.viewer);
      expect(data).toEqual({ viewer: { accountsCenter: { sharingSettings: [setting] } } });
    });

    it('X1, X13: a post made in Facebook itself goes to Instagram by it, and no further', async () => {
      const { author, instagram, whatsApp } = family;
      for (const toAccountId of [author.id, whatsApp.id]) {
        const setting = { fromAccountId: instagram.id, toAccountId, choice: 'ALWAYS' };
        await family.run(SET, { ...setting, idempotencyKey: family.key() });
      }
      const id = await family.publish({ text: 'made in Facebook', mediaIds: [await family.upload()] });
      await family.settle();
      const delivery = { target: { id: instagram.id }, copy: { id: expect.any(String) } };
      expect(await family.read('FacebookPost', [id], author.viewer)).toMatchObject([
        { sharing: { state: 'SHARED', deliveries: [delivery] } },
      ]);
    });

    it('NEVER cancels what waits, and says so', async () => {
      const { instagram } = family;
      await family.settle();
      family.connect('instagram', false);
      const { sharing } = await family.share({ targetAccountIds: [instagram.id] });
      const delivery = { id: sharing?.deliveries[0]?.id, state: 'CANCELLED', reason: 'SHARING_OFF' };
      const payload = { setting: { choice: 'NEVER' }, cancelledDeliveries: [delivery] };
      expect(await set(instagram.id, 'NEVER')).toMatchObject(payload);
      family.connect('instagram', true);
      await family.settle();
    });

    it('C2: says of a stranger’s account no more than of none', async () => {
      const answer = await set(family.stranger.id, 'ASK');
      const error = { code: 'ACCOUNT_NOT_FOUND', field: ['input', 'toAccountId'] };
      expect(answer).toMatchObject({ setting: null, userErrors: [error] });
      expect(await set(NOBODY, 'ASK')).toEqual(answer);
      expect(await set('nonsense', 'ASK')).toEqual(answer);
    });
  });

  describe('Post.sharing', () => {
    it('X6: is there for the author’s center, and null for everybody else', async () => {
      const { post, sharing } = await family.share();
      await family.settle();
      const postIds = [post?.id, NO_POST];
      const deliveryIds = [...(sharing?.deliveries ?? []).map(({ id }) => id), '\0'];
      for (const { viewer } of [family.author, family.instagram]) {
        const shown = [{ sharing: { state: 'SHARED', deliveries: [{}, {}] } }, { sharing: null }];
        expect(await family.read('FacebookPost', postIds, viewer)).toMatchObject(shown);
        const delivered = { state: 'DELIVERED' };
        expect(await family.read('Delivery', deliveryIds, viewer)).toMatchObject([delivered, delivered, null]);
      }
      const nothing = { isCopy: null, sharing: null };
      for (const viewer of [family.stranger.viewer, undefined]) {
        expect(await family.read('FacebookPost', postIds, viewer)).toEqual([nothing, nothing]);
        expect(await family.read('Delivery', deliveryIds, viewer)).toEqual([null, null, null]);
      }
    });

    /** A photo that is shared to Instagram, and its copy there. */
    async function sharePhoto() {
      const mediaIds = [await family.upload()];
      const { post, sharing } = await family.share({ mediaIds, targetAccountIds: [family.instagram.id] });
      await family.settle();
      const { postId: copyId } = await family.contract.publication('INSTAGRAM', sharing?.deliveries[0]?.id ?? '');
      if (post === null || copyId === null) throw new Error('The photo was not shared.');
      return { post, copyId };
    }

    it('C2: isCopy is said to the author’s center alone', async () => {
      const { post, copyId } = await sharePhoto();
      const { post: alone } = await family.share({ targetAccountIds: [] });
      const madeInFacebook = await family.publish({ text: 'for Facebook alone' });
      await family.settle();
      const isCopy = async (type: string, id: string, viewer?: Viewer) => {
        const shown = (await family.read(type, [id], viewer)) as { isCopy: boolean | null }[];
        return shown[0]?.isCopy;
      };
      for (const { viewer } of [family.author, family.instagram]) {
        expect(await isCopy('InstagramPost', copyId, viewer)).toBe(true);
        expect(await isCopy('FacebookPost', post.id, viewer)).toBe(false);
        expect(await isCopy('FacebookPost', alone?.id ?? '', viewer)).toBe(false);
        expect(await isCopy('FacebookPost', madeInFacebook, viewer)).toBeNull();
        expect(await isCopy('FacebookPost', NO_POST, viewer)).toBeNull();
      }
      for (const viewer of [family.stranger.viewer, undefined]) {
        expect(await isCopy('InstagramPost', copyId, viewer)).toBeNull();
        expect(await isCopy('FacebookPost', post.id, viewer)).toBeNull();
      }
    });

    const statementsOf = async (
      postIds: readonly (string | undefined)[],
      { viewer } = family.author,
      type = 'FacebookPost',
    ) => {
      family.statements.length = 0;
      await family.read(type, postIds, viewer);
      return [...family.statements];
    };

    it('C2: takes the same work for a stranger, whether the post is carried or not', async () => {
      const { post, copyId } = await sharePhoto();
      const { stranger } = family;
      const ofNone = await statementsOf([NO_POST], stranger);
      expect(await statementsOf([post.id], stranger)).toEqual(ofNone);
      expect(await statementsOf([copyId], stranger, 'InstagramPost')).toEqual(ofNone);
    });

    it('of a page of 50 posts takes as many statements as of one', async () => {
      const shared = await Promise.all(Array.from({ length: 50 }, () => family.share()));
      await family.settle();
      const postIds = shared.map(({ post }) => post?.id);
      expect(await statementsOf(postIds)).toHaveLength(4);
      expect(await statementsOf(postIds.slice(0, 1))).toHaveLength(4);
    });
  });

  it('L8: an unlink ends what waits, and its receipt says so', async () => {
    const { author, whatsApp } = family;
    family.connect('whatsapp', false);
    const { sharing, post } = await family.share({ targetAccountIds: [whatsApp.id] });
    expect(sharing).toMatchObject({ state: 'SHARING', deliveries: [{ state: 'QUEUED', reason: null, message: null }] });
    const [delivery] = sharing?.deliveries ?? [];
    const cancelled = { id: delivery?.id, state: 'CANCELLED', reason: 'UNLINKED', message: expect.any(String) };
    expect(await family.run(UNLINK, { accountId: whatsApp.id, idempotencyKey: family.key() })).toEqual({
      receipt: { removedSharingSettings: 1, cancelledDeliveries: [cancelled] },
    });
    family.connect('whatsapp', true);
    family.clock.advance(600_000);
    await family.settle();
    expect(await family.contract.publication('WHATSAPP', delivery?.id ?? '')).toMatchObject({ postId: null });
    const shown = await family.read('FacebookPost', [post?.id], author.viewer);
    expect(shown).toMatchObject([{ sharing: { state: 'NOT_SHARED' } }]);
  });
});
