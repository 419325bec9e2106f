// C2: nobody but their owner can find out that two accounts are linked. A stranger asks everything there is to ask about a
// linked account, one that is linked to nothing and one that does not exist, and compares the answers.
import { type Account, present, sendOperation, startWorld, type World } from '@accounts-center/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let world: World;
let linked: Account;
let partner: Account;
let alone: Account;
let stranger: Account;
let sharedPostId: string;
let plainPostId: string;

beforeAll(async () => {
  world = await startWorld({ accountsCenter: { sharingPace: { answerWaitMs: 15_000 } } });
  [linked, partner, alone, stranger] = await Promise.all([
    world.signUp('FACEBOOK', 'linked.one', { displayName: 'Somebody' }),
    world.signUp('WHATSAPP', 'partner', { displayName: 'Somebody' }),
    world.signUp('FACEBOOK', 'alone.one', { displayName: 'Somebody' }),
    world.signUp('FACEBOOK', 'stranger', { displayName: 'Somebody' }),
  ]);
  await world.link(linked, partner);
  await world.sync(linked, [partner], ['DISPLAY_NAME']);
  await world.setSharing(linked, partner, 'ALWAYS');
  sharedPostId = present((await world.crossPost(linked, { targetAccountIds: null })).post).id;
  plainPostId = present((await world.crossPost(alone, {})).post).id;
});
afterAll(() => world.close());

const unknownId = 'fbu_7zzzzzzzzzzzzzzzzzzzzzzzzz';
const unknownPostId = 'fbp_7zzzzzzzzzzzzzzzzzzzzzzzzz';

/** The whole answer as text, with what differs by nature taken out. */
async function answer(query: string, variables: object, viewer: Account | null = stranger): Promise<string> {
  const { status, text } = await sendOperation(world.url, { query, variables }, viewer?.accessToken);
  return `${status} ${text}`;
}

describe('C2: a stranger who looks', () => {
  const everything = `query ($id: ID!) { facebookUser(id: $id) {
    app displayName linkedAt contactPoints { id } profileSync { field }
    accountsCenter { id accounts { id } profileSources { field } sharingSettings { choice } }
    posts { nodes { text isCopy sharing { state deliveries { id target { id } copy { id } } } } }
  } }`;

  it.each(['a stranger', 'nobody'])(
    'as %s sees the same of an account that is linked as of one that is not',
    async (who) => {
      const viewer = who === 'nobody' ? null : stranger;
      const ofLinked = await answer(everything, { id: linked.id }, viewer);
      expect(ofLinked).toBe(await answer(everything, { id: alone.id }, viewer));
      const nothing = { linkedAt: null, contactPoints: null, profileSync: null, accountsCenter: null };
      expect(JSON.parse(ofLinked.slice(4))).toMatchObject({ data: { facebookUser: nothing } });
    },
  );

  it('does not see that a copy is one', async () => {
    const copies = `query ($id: ID!) { whatsAppUser(id: $id) { linkedAt accountsCenter { id }
      posts { nodes { isCopy sharing { state } author { id linkedAt accountsCenter { id } } } } } }`;
    const text = await answer(copies, { id: partner.id });
    const author = { id: partner.id, linkedAt: null, accountsCenter: null };
    expect(JSON.parse(text.slice(4))).toEqual({
      data: {
        whatsAppUser: {
          linkedAt: null,
          accountsCenter: null,
          posts: { nodes: [{ isCopy: null, sharing: null, author }] },
        },
      },
    });
  });

  it('finds no way in through the federation’s own fields', async () => {
    const representations = `{ _entities(representations: [{ __typename: "Delivery", id: "dlv_1" }]) { __typename } }`;
    expect(await answer(representations, {})).toMatch(/^400 .*GRAPHQL_VALIDATION_FAILED/);
    expect(await answer('{ _service { sdl } }', {})).toMatch(/^400 .*GRAPHQL_VALIDATION_FAILED/);
  });
});

describe('C2: a stranger who tries to act learns the same of every account', () => {
  const mutations: Record<string, [string, (id: string) => object]> = {
    startLink: ['StartLinkInput', (accountId) => ({ accountId })],
    unlinkAccount: ['UnlinkAccountInput', (accountId) => ({ accountId, idempotencyKey: 'stranger-1' })],
    setSharing: [
      'SetSharingInput',
      (fromAccountId) => ({
        fromAccountId,
        toAccountId: stranger.id,
        kind: 'POST',
        choice: 'ALWAYS',
        idempotencyKey: 'stranger-8',
      }),
    ],
    syncProfile: [
      'SyncProfileInput',
      (id) => ({ sourceAccountId: stranger.id, accountIds: [id], fields: ['PHOTO'], idempotencyKey: 'stranger-2' }),
    ],
    stopProfileSync: [
      'StopProfileSyncInput',
      (accountId) => ({ accountId, fields: ['PHOTO'], idempotencyKey: 'stranger-3' }),
    ],
    updateProfile: [
      'UpdateProfileInput',
      (accountId) => ({ accountId, displayName: 'Mine', idempotencyKey: 'stranger-4' }),
    ],
    crossPost: [
      'CrossPostInput',
      (id) => ({
        authorId: stranger.id,
        text: 'Hi',
        audience: 'PUBLIC',
        targetAccountIds: [id],
        idempotencyKey: 'stranger-5',
      }),
    ],
    addContactPoint: [
      'AddContactPointInput',
      (accountId) => ({ accountId, address: 'a@example.org', idempotencyKey: 'stranger-6' }),
    ],
  };

  it.each(Object.entries(mutations))('by %s', async (name, [input, variablesFor]) => {
    const mutation = `mutation ($input: ${input}!) { ${name}(input: $input) { userErrors { code message field } } }`;
    const ask = async (id: string): Promise<string> => answer(mutation, { input: variablesFor(id) });
    const ofLinked = await ask(linked.id);
    expect(ofLinked).toContain('ACCOUNT_NOT_FOUND');
    expect([await ask(partner.id), await ask(alone.id), await ask(unknownId)]).toEqual([ofLinked, ofLinked, ofLinked]);
  });

  it('by retryDeliveries: a post that was carried, one that was not and none at all', async () => {
    const mutation = `mutation ($input: RetryDeliveriesInput!) { retryDeliveries(input: $input) {
      sharing { state } userErrors { code message field } } }`;
    const ask = (postId: string) => answer(mutation, { input: { postId, idempotencyKey: 'stranger-7' } });
    const ofShared = await ask(sharedPostId);
    expect(ofShared).toContain('POST_NOT_FOUND');
    expect([await ask(plainPostId), await ask(unknownPostId)]).toEqual([ofShared, ofShared]);
  });

  it('R7: by proveAccountControl: an account that is linked, one that is not and none at all', async () => {
    const flowId = await world.startLink(stranger);
    const mutation = `mutation ($input: ProveAccountControlInput!) { proveAccountControl(input: $input) {
      flow { provedAccount { id } } userErrors { code message field } } }`;
    const ask = (username: string) =>
      answer(mutation, { input: { flowId, app: 'FACEBOOK', username, password: 'a wrong guess' } });
    const ofLinked = await ask(linked.username);
    expect(ofLinked).toContain('WRONG_CREDENTIALS');
    expect([await ask(alone.username), await ask('nobody.at.all')]).toEqual([ofLinked, ofLinked]);
  });

  it('R7: by signIn: an account that is there and one that is not', async () => {
    const mutation = `mutation ($input: SignInInput!) { signIn(input: $input) {
      session { accessToken } userErrors { code message field } } }`;
    const ask = (username: string) =>
      answer(mutation, { input: { app: 'FACEBOOK', username, password: 'a wrong guess' } }, null);
    expect(await ask(alone.username)).toBe(await ask('nobody.at.all'));
  });
});
