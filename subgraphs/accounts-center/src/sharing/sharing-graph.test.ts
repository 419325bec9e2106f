import { readFile } from 'node:fs/promises';
import { IDENTITY_HEADER } from '@accounts-center/subgraph-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, startTestCenter, type TestCenter } from '../testing/test-center.ts';

const DELIVERY = 'id target { id app } state reason message copy { id } attempts nextAttemptAt updatedAt';

const CROSS_POST = `mutation ($input: CrossPostInput!) { crossPost(input: $input) {
  post { id }
  sharing { state deliveries { ${DELIVERY} } }
  userErrors { code message field }
} }`;

const SET = `mutation ($input: SetSharingInput!) { setSharing(input: $input) {
  setting { kind from { id } to { id } choice }
  cancelledDeliveries { id state reason }
  userErrors { code message field }
} }`;

const RETRY = `mutation ($input: RetryDeliveriesInput!) { retryDeliveries(input: $input) {
  sharing { state deliveries { state } }
  userErrors { code message field }
} }`;

const SETTINGS = '{ viewer { accountsCenter { sharingSettings { from { id } to { id } choice } } } }';

const SHARING = `query ($posts: [_Any!]!) { _entities(representations: $posts) {
  ... on FacebookPost { sharing { state deliveries { ${DELIVERY} } } }
} }`;

const DELIVERIES = `query ($deliveries: [_Any!]!) { _entities(representations: $deliveries) { ... on Delivery { id state } } }`;

const PUBLISH_IN_APP = `mutation ($input: PublishFacebookPostInput!) { publishFacebookPost(input: $input) {
  post { id }
  userErrors { code }
} }`;

interface Shared {
  readonly post: { readonly id: string } | null;
  readonly sharing: {
    readonly state: string;
    readonly deliveries: readonly { id: string; state: string; copy: { id: string } | null }[];
  } | null;
  readonly userErrors: readonly object[];
}

describe('through the graph, among real apps', () => {
  let family: TestCenter;
  let author: Person;
  let instagram: Person;
  let whatsApp: Person;
  let stranger: Person;
  let keys = 0;

  beforeAll(async () => {
    family = await startTestCenter();
    author = await family.person('ada', 'FACEBOOK');
    instagram = await family.person('ada', 'INSTAGRAM');
    whatsApp = await family.person('ada', 'WHATSAPP');
    stranger = await family.person('eve', 'FACEBOOK');
    for (const other of ['INSTAGRAM', 'WHATSAPP']) await link(other);
  });
  afterAll(() => family[Symbol.asyncDispose]());

  const key = (): string => `key-${String(++keys).padStart(8, '0')}`;

  async function run<T = Shared>(mutation: string, input: object, { viewer }: Person = author): Promise<T> {
    const { data, errors } = await family.graph<Record<string, T>>(mutation, { input }, viewer);
    expect(errors).toBeUndefined();
    const [payload] = Object.values(data);
    if (payload === undefined) throw new Error('no payload');
    return payload;
  }

  async function link(app: string): Promise<void> {
    const password = 'correct horse battery';
    const start = `mutation ($input: StartLinkInput!) { startLink(input: $input) { flow { id } } }`;
    const prove = `mutation ($input: ProveAccountControlInput!) { proveAccountControl(input: $input) { userErrors { code } } }`;
    const finish = `mutation ($input: LinkAccountInput!) { linkAccount(input: $input) { userErrors { code } } }`;
    const { flow } = await run<{ flow: { id: string } }>(start, { accountId: author.id });
    await run(prove, { flowId: flow.id, app, username: 'ada', password });
    expect(await run(finish, { flowId: flow.id, idempotencyKey: key() })).toEqual({ userErrors: [] });
  }

  const share = (input: object = {}): Promise<Shared> => {
    const targetAccountIds = [instagram.id, whatsApp.id];
    const post = { authorId: author.id, text: 'hello', audience: 'PUBLIC', targetAccountIds, idempotencyKey: key() };
    return run(CROSS_POST, { ...post, ...input });
  };

  const postRefs = (ids: readonly (string | undefined)[]) => ({
    posts: ids.map((id) => ({ __typename: 'FacebookPost', id })),
  });

  /** Calls an app as the gateway does for its viewer. */
  async function callFacebook(path: string, contentType: string, body: string | Buffer, viewer = author.viewer) {
    const identity = await family.sign('gateway', 'facebook', { viewer });
    const headers = { [IDENTITY_HEADER]: identity, 'content-type': contentType };
    const answer = await family.client.send({
      service: 'facebook',
      method: 'POST',
      path,
      headers,
      body,
      timeoutMs: 10_000,
    });
    return JSON.parse(await answer.text()) as unknown;
  }

  async function publishInApp(input: object): Promise<string> {
    const variables = { input: { authorId: author.id, audience: 'PUBLIC', idempotencyKey: key(), ...input } };
    const body = JSON.stringify({ query: PUBLISH_IN_APP, variables });
    const answer = await callFacebook('/graphql', 'application/json', body);
    const { data } = answer as { data: { publishFacebookPost: { post: { id: string } } } };
    return data.publishFacebookPost.post.id;
  }

  async function upload(): Promise<string> {
    const form = new FormData();
    const photo = new URL('../../../../examples/main-job/photos/portrait.jpg', import.meta.url);
    form.set('file', new Blob([await readFile(photo)], { type: 'image/jpeg' }), 'portrait.jpg');
    const request = new Response(form);
    const body = Buffer.from(await request.arrayBuffer());
    const { id } = (await callFacebook('/media', request.headers.get('content-type') ?? '', body)) as { id: string };
    return id;
  }

  const waiting = {
    state: 'QUEUED',
    reason: null,
    message: null,
    copy: null,
    attempts: 0,
    nextAttemptAt: null,
  };

  describe('crossPost', () => {
    it('X3: publishes a photo at home and carries it to every target, once', async () => {
      const input = { mediaIds: [await upload()], idempotencyKey: key() };
      const first = await share(input);
      await family.settle();
      const again = await share(input);
      expect(again.post).toEqual(first.post);
      expect(again.sharing).toMatchObject({ state: 'SHARED', deliveries: [{ target: { app: 'INSTAGRAM' } }, {}] });
      for (const [index, app] of (['INSTAGRAM', 'WHATSAPP'] as const).entries()) {
        const delivery = again.sharing?.deliveries[index];
        const copy = await family.contract.publication(app, delivery?.id ?? '');
        expect(copy).toEqual({ state: 'PUBLISHED', postId: delivery?.copy?.id });
      }
      expect(await family.contract.publication('FACEBOOK', first.post?.id ?? '')).toMatchObject({ state: 'UNSEEN' });
    });

    it('X5: what no app would take is refused, with the field or the app’s own words', async () => {
      expect(await share({ text: '' })).toMatchObject({
        post: null,
        sharing: null,
        userErrors: [{ code: 'EMPTY', message: expect.stringMatching(/\w/), field: null }],
      });
      expect(await share({ authorId: instagram.id })).toMatchObject({
        userErrors: [{ code: 'ACCOUNT_NOT_FOUND', field: ['input', 'authorId'] }],
      });
    });

    it('D2, X7: with a target down the post is there, and its copy follows or is tried again', async () => {
      family.connect('whatsapp', false);
      const { post, sharing } = await share();
      await family.settle();
      family.connect('whatsapp', true);
      expect(sharing?.state).toBe('SHARING');
      family.clock.advance(60_000);
      await family.settle();
      expect(await run(RETRY, { postId: post?.id, idempotencyKey: key() })).toEqual({
        sharing: { state: 'SHARED', deliveries: [{ state: 'DELIVERED' }, { state: 'DELIVERED' }] },
        userErrors: [],
      });
    });

    it('needs somebody who is signed in', async () => {
      const { errors } = await family.graph(CROSS_POST, { input: { authorId: author.id, idempotencyKey: key() } });
      expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    });
  });

  describe('setSharing', () => {
    const set = (choice: string) => run<object>(SET, { fromAccountId: author.id, toAccountId: instagram.id, choice });

    it('X1: is read back in the center', async () => {
      const setting = { from: { id: author.id }, to: { id: instagram.id }, choice: 'ALWAYS' };
      expect(await set('ALWAYS')).toEqual({
        setting: { kind: 'POST', ...setting },
        cancelledDeliveries: [],
        userErrors: [],
      });
      const { data } = await family.graph(SETTINGS, {}, whatsApp.viewer);
      expect(data).toEqual({ viewer: { accountsCenter: { sharingSettings: [setting] } } });
    });

    it('X1, X13: a post made in Facebook itself goes to Instagram by it, and no further', async () => {
      await run(SET, { fromAccountId: instagram.id, toAccountId: author.id, choice: 'ALWAYS' });
      await run(SET, { fromAccountId: instagram.id, toAccountId: whatsApp.id, choice: 'ALWAYS' });
      const id = await publishInApp({ text: 'made in Facebook', mediaIds: [await upload()] });
      await family.settle();
      const { data } = await family.graph<{ _entities: unknown[] }>(SHARING, postRefs([id]), author.viewer);
      expect(data._entities).toMatchObject([
        {
          sharing: {
            state: 'SHARED',
            deliveries: [{ target: { id: instagram.id }, copy: { id: expect.any(String) } }],
          },
        },
      ]);
    });

    it('NEVER cancels what waits, and says so', async () => {
      family.connect('instagram', false);
      const { sharing } = await share({ targetAccountIds: [instagram.id] });
      const delivery = { id: sharing?.deliveries[0]?.id, state: 'CANCELLED', reason: 'SHARING_OFF' };
      expect(await set('NEVER')).toMatchObject({ setting: { choice: 'NEVER' }, cancelledDeliveries: [delivery] });
      family.connect('instagram', true);
      await family.settle();
    });

    it('C2: says of a stranger’s account no more than of none', async () => {
      const refused = (toAccountId: string) =>
        run<object>(SET, { fromAccountId: author.id, toAccountId, choice: 'ASK' });
      const answer = await refused(stranger.id);
      expect(answer).toMatchObject({
        setting: null,
        userErrors: [{ code: 'ACCOUNT_NOT_FOUND', field: ['input', 'toAccountId'] }],
      });
      expect(await refused('fbu_00000000000000000000000000')).toEqual(answer);
      expect(await refused('nonsense')).toEqual(answer);
    });
  });

  describe('Post.sharing', () => {
    it('X6: is there for the author’s center, and null for everybody else', async () => {
      const { post, sharing } = await share();
      await family.settle();
      const refs = postRefs([post?.id, 'fbp_00000000000000000000000000']);
      for (const { viewer } of [author, instagram]) {
        const { data } = await family.graph<{ _entities: unknown[] }>(SHARING, refs, viewer);
        expect(data._entities).toMatchObject([
          { sharing: { state: 'SHARED', deliveries: [{}, {}] } },
          { sharing: null },
        ]);
      }
      const ids = (sharing?.deliveries ?? []).map(({ id }) => ({ __typename: 'Delivery', id }));
      for (const viewer of [stranger.viewer, undefined]) {
        const posts = await family.graph<{ _entities: unknown[] }>(SHARING, refs, viewer);
        expect(posts.data._entities).toEqual([{ sharing: null }, { sharing: null }]);
        const deliveries = await family.graph<{ _entities: unknown[] }>(DELIVERIES, { deliveries: ids }, viewer);
        expect(deliveries.data._entities).toEqual([null, null]);
      }
      const own = await family.graph(
        DELIVERIES,
        { deliveries: [...ids, { __typename: 'Delivery', id: '\0' }] },
        author.viewer,
      );
      expect(own.data).toMatchObject({ _entities: [{ state: 'DELIVERED' }, { state: 'DELIVERED' }, null] });
    });

    it('C2: takes the same work for a stranger, whether the post is carried or not', async () => {
      const { post } = await share();
      const work = async (id: string | undefined): Promise<string[]> => {
        family.statements.length = 0;
        await family.graph(SHARING, postRefs([id]), stranger.viewer);
        return [...family.statements];
      };
      expect(await work(post?.id)).toEqual(await work('fbp_00000000000000000000000000'));
    });

    it('of a page of 50 posts takes as many statements as of one', async () => {
      const shared = await Promise.all(Array.from({ length: 50 }, () => share()));
      await family.settle();
      const ids = shared.map(({ post }) => post?.id);
      const count = async (posts: readonly (string | undefined)[]): Promise<number> => {
        family.statements.length = 0;
        const { data } = await family.graph<{ _entities: unknown[] }>(SHARING, postRefs(posts), author.viewer);
        expect(data._entities).toHaveLength(posts.length);
        return family.statements.length;
      };
      expect(await count(ids)).toBe(3);
      expect(await count(ids.slice(0, 1))).toBe(3);
    });
  });

  it('L8: an unlink ends what waits, and its receipt says so', async () => {
    family.connect('whatsapp', false);
    const { sharing, post } = await share({ targetAccountIds: [whatsApp.id] });
    expect(sharing).toMatchObject({
      state: 'SHARING',
      deliveries: [{ ...waiting, attempts: expect.any(Number), nextAttemptAt: expect.anything() }],
    });
    const unlink = `mutation ($input: UnlinkAccountInput!) { unlinkAccount(input: $input) {
      receipt { removedSharingSettings cancelledDeliveries { id state reason message } }
    } }`;
    expect(await run(unlink, { accountId: whatsApp.id, idempotencyKey: key() })).toMatchObject({
      receipt: {
        removedSharingSettings: 1,
        cancelledDeliveries: [
          { id: sharing?.deliveries[0]?.id, state: 'CANCELLED', reason: 'UNLINKED', message: expect.any(String) },
        ],
      },
    });
    family.connect('whatsapp', true);
    family.clock.advance(600_000);
    await family.settle();
    expect(await family.contract.publication('WHATSAPP', sharing?.deliveries[0]?.id ?? '')).toMatchObject({
      postId: null,
    });
    const { data } = await family.graph(SHARING, postRefs([post?.id]), author.viewer);
    expect(data).toMatchObject({ _entities: [{ sharing: { state: 'NOT_SHARED' } }] });
  });
});
