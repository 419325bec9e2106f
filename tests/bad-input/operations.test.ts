import {
  type Account,
  PASSWORD,
  sendOperation,
  startWorld,
  type WireAnswer,
  type World,
} from '@accounts-center/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badUsernames } from './bad-usernames.ts';
import { codesIn, expectUnharmed } from './expect-unharmed.ts';
import { keyedMutations } from './keyed-mutations.ts';

const NO_ID = 'fbu_7zzzzzzzzzzzzzzzzzzzzzzzzz';

// Text that is no id, and that something might take for more than text.
const malformedIds = [
  '',
  'fbu_',
  "fbu_' OR 1=1 --",
  '../../etc/passwd',
  'fbu_\0',
  'fbu_\ud800',
  'lnk_7zzzzzzzzzzzzzzzzzzzzzzzzz',
  'fbu_'.repeat(5_000),
];

const constellations = [
  { transport: 'local', dialect: 'sqlite' },
  { transport: 'http', dialect: 'postgres' },
] as const;

describe.each(constellations)('over $transport on $dialect', (options) => {
  let world: World;
  let ada: Account;
  let grace: Account;

  beforeAll(async () => {
    world = await startWorld(options);
    [ada, grace] = await Promise.all([
      world.signUp('FACEBOOK', 'ada.park'),
      world.signUp('INSTAGRAM', 'grace', { displayName: 'Grace' }),
    ]);
    await world.link(ada, grace);
    await world.crossPost(ada, { text: 'A post.' });
  });
  afterAll(() => world.close());

  const refuse = (query: string, ...variables: object[]): Promise<WireAnswer[]> =>
    expectUnharmed(
      world,
      ...variables.map((some) => () => sendOperation(world.url, { query, variables: some }, ada.accessToken)),
    );

  /** Sends a mutation once with each input, which names its type as the schema's conventions say. */
  function mutate(name: string, ...inputs: object[]): Promise<WireAnswer[]> {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code message field } } }`;
    return refuse(query, ...inputs.map((input) => ({ input })));
  }

  const key = 'a-key-of-bad-input';
  const post = () => ({ authorId: ada.id, audience: 'PUBLIC', text: 'A post.', idempotencyKey: key });

  describe('an unknown account or app', () => {
    const inputs: [string, () => object, string][] = [
      ['startLink', () => ({ accountId: NO_ID }), 'ACCOUNT_NOT_FOUND'],
      ['unlinkAccount', () => ({ accountId: NO_ID, idempotencyKey: key }), 'ACCOUNT_NOT_FOUND'],
      ['updateProfile', () => ({ accountId: NO_ID, username: 'somebody', idempotencyKey: key }), 'ACCOUNT_NOT_FOUND'],
      ['crossPost', () => ({ ...post(), authorId: NO_ID }), 'ACCOUNT_NOT_FOUND'],
      ['crossPost', () => ({ ...post(), targetAccountIds: [grace.id, NO_ID] }), 'ACCOUNT_NOT_FOUND'],
      ['publishFacebookPost', () => ({ ...post(), authorId: NO_ID }), 'ACCOUNT_NOT_FOUND'],
      ['updateFacebookAccount', () => ({ accountId: NO_ID, bio: 'Mine.' }), 'ACCOUNT_NOT_FOUND'],
      ['addFacebookFriend', () => ({ accountId: ada.id, userId: NO_ID }), 'ACCOUNT_NOT_FOUND'],
      [
        'addContactPoint',
        () => ({ accountId: NO_ID, address: 'a@example.org', idempotencyKey: key }),
        'ACCOUNT_NOT_FOUND',
      ],
      ['signIn', () => ({ app: 'MYSPACE', username: 'ada.park', password: PASSWORD }), 'BAD_USER_INPUT'],
      [
        'signUp',
        () => ({ app: 'MYSPACE', username: 'tom', displayName: 'Tom', password: PASSWORD, idempotencyKey: key }),
        'BAD_USER_INPUT',
      ],
    ];
    it.each(inputs)('%s', async (name, input, code) => {
      expect(codesIn(await mutate(name, input()))).toEqual([code]);
    });
  });

  describe('an id that is none', () => {
    it('finds nothing, and is told where usernames go', async () => {
      const query = `query ($id: ID!) {
        facebookUser(id: $id) { id } facebookPost(id: $id) { id } whatsAppUser(id: $id) { id }
      }`;
      const tellsOf = (app: string): unknown =>
        expect.stringMatching(new RegExp(`of ${app}: .*ByUsername. takes usernames`));
      for (const answer of await refuse(query, ...malformedIds.map((id) => ({ id })))) {
        const { data, errors } = JSON.parse(answer.text) as { data: unknown; errors: { message: string }[] };
        expect(data).toEqual({ facebookUser: null, facebookPost: null, whatsAppUser: null });
        const messages = errors.map(({ message }) => message).sort();
        expect([messages, codesIn([answer])]).toEqual([
          ['Facebook', 'WhatsApp'].map(tellsOf),
          ['BAD_USER_INPUT', 'BAD_USER_INPUT'],
        ]);
      }
    });

    const inputs: [string, (of: string) => object, string][] = [
      ['startLink', (accountId) => ({ accountId }), 'ACCOUNT_NOT_FOUND'],
      ['linkAccount', (flowId) => ({ flowId, idempotencyKey: key }), 'FLOW_NOT_FOUND'],
      [
        'proveAccountControl',
        (flowId) => ({ flowId, app: 'INSTAGRAM', username: 'grace', password: PASSWORD }),
        'FLOW_NOT_FOUND',
      ],
      ['unlinkAccount', (accountId) => ({ accountId, idempotencyKey: key }), 'ACCOUNT_NOT_FOUND'],
      ['crossPost', (authorId) => ({ ...post(), authorId }), 'ACCOUNT_NOT_FOUND'],
      ['crossPost', (target) => ({ ...post(), targetAccountIds: [target] }), 'ACCOUNT_NOT_FOUND'],
      ['crossPost', (media) => ({ ...post(), mediaIds: [media] }), 'MEDIA_NOT_FOUND'],
      ['publishFacebookPost', (media) => ({ ...post(), mediaIds: [media] }), 'MEDIA_NOT_FOUND'],
      ['retryDeliveries', (postId) => ({ postId, idempotencyKey: key }), 'POST_NOT_FOUND'],
      ['deleteFacebookPost', (postId) => ({ postId, idempotencyKey: key }), 'POST_NOT_FOUND'],
      ['updateProfile', (photoId) => ({ accountId: ada.id, photoId, idempotencyKey: key }), 'PHOTO_NOT_ACCEPTED'],
      [
        'syncProfile',
        (account) => ({ sourceAccountId: ada.id, accountIds: [account], fields: ['PHOTO'], idempotencyKey: key }),
        'ACCOUNT_NOT_FOUND',
      ],
      [
        'setSharing',
        (toAccountId) => ({ fromAccountId: ada.id, toAccountId, choice: 'ALWAYS', idempotencyKey: key }),
        'ACCOUNT_NOT_FOUND',
      ],
      [
        'verifyContactPoint',
        (contactPointId) => ({ contactPointId, code: '12345678', idempotencyKey: key }),
        'CONTACT_POINT_NOT_FOUND',
      ],
      [
        'changeContactPoint',
        (contactPointId) => ({ contactPointId, address: 'a@example.org', idempotencyKey: key }),
        'CONTACT_POINT_NOT_FOUND',
      ],
      ['removeContactPoint', (contactPointId) => ({ contactPointId, idempotencyKey: key }), 'CONTACT_POINT_NOT_FOUND'],
      [
        'resendContactPointCode',
        (contactPointId) => ({ contactPointId, idempotencyKey: key }),
        'CONTACT_POINT_NOT_FOUND',
      ],
      ['stopProfileSync', (accountId) => ({ accountId, fields: ['PHOTO'], idempotencyKey: key }), 'ACCOUNT_NOT_FOUND'],
      ['addFacebookFriend', (userId) => ({ accountId: ada.id, userId }), 'ACCOUNT_NOT_FOUND'],
    ];
    it.each(inputs)('%s refuses it', async (name, inputOf, code) => {
      const answers = await mutate(name, ...malformedIds.map(inputOf));
      expect(codesIn(answers)).toEqual(malformedIds.map(() => code));
    });
  });

  it.each([
    ['no cursor at all', { after: 'nothing' }],
    ['a cursor that is empty', { after: '' }],
    ['a cursor with a NUL', { after: 'a\0b' }],
    ['a cursor somebody has made', { after: Buffer.from('[0,"fbp_1"]').toString('base64url') }],
    ['a cursor that is very long', { after: 'a'.repeat(20_000) }],
    ['a page of none', { first: 0 }],
    ['a page of less than none', { first: -1 }],
    ['a page of too many', { first: 101 }],
    ['a page of more than a number holds', { first: 3_000_000_000 }],
    ['half a post', { first: 1.5 }],
  ])('a list from %s is refused', async (_what, page) => {
    const query = `query ($id: ID!, $first: Int! = 20, $after: String) {
      facebookFeed(first: $first, after: $after) { ...page }
      facebookFriendRequests(first: $first, after: $after) { pageInfo { endCursor } }
      facebookUser(id: $id) {
        posts(first: $first, after: $after) { ...page }
        friends(first: $first, after: $after) { pageInfo { endCursor } }
      }
    }
    fragment page on FacebookPostConnection { pageInfo { endCursor } }`;
    const codes = codesIn(await refuse(query, { id: ada.id, ...page }));
    expect(new Set(codes)).toEqual(new Set(['BAD_USER_INPUT']));
  });

  it('a cursor of another list is refused', async () => {
    const read = (query: string, variables: object) => sendOperation(world.url, { query, variables }, ada.accessToken);
    const { text } = await read('{ facebookFeed { pageInfo { endCursor } } }', {});
    const after = /"endCursor":"([^"]+)"/.exec(text)?.[1];
    const friends =
      'query ($id: ID!, $after: String) { facebookUser(id: $id) { friends(after: $after) { pageInfo { endCursor } } } }';
    expect(codesIn(await refuse(friends, { id: ada.id, after }))).toEqual(['BAD_USER_INPUT']);
  });

  it.each(badUsernames)('a username %s is refused, at sign-up and later', async (_what, username) => {
    const signUp = { app: 'FACEBOOK', username, displayName: 'Ada', password: PASSWORD, idempotencyKey: key };
    expect(codesIn(await mutate('signUp', signUp))).toEqual(['USERNAME_NOT_ACCEPTED']);
    const change = { accountId: ada.id, username, idempotencyKey: key };
    expect(codesIn(await mutate('updateProfile', change))).toEqual(['USERNAME_NOT_ACCEPTED']);
  });

  const texts: [string, string, () => object, string][] = [
    ['a post over the limit', 'publishFacebookPost', () => ({ ...post(), text: 'a'.repeat(63_207) }), 'TEXT_TOO_LONG'],
    ['a post of nothing', 'publishFacebookPost', () => ({ ...post(), text: '' }), 'EMPTY'],
    ['a post of spaces', 'publishFacebookPost', () => ({ ...post(), text: ' \n\t ' }), 'EMPTY'],
    ['a cross-post over the limit', 'crossPost', () => ({ ...post(), text: '🦊'.repeat(63_207) }), 'TEXT_TOO_LONG'],
    [
      'more media than an app takes',
      'crossPost',
      () => ({ ...post(), mediaIds: Array.from({ length: 11 }, (_, at) => `fbm_${at}`) }),
      'TOO_MUCH_MEDIA',
    ],
    ['a bio over the limit', 'updateFacebookAccount', () => ({ accountId: ada.id, bio: 'a'.repeat(501) }), 'TOO_LONG'],
    [
      'a name over the limit',
      'updateProfile',
      () => ({ accountId: ada.id, displayName: 'a'.repeat(76), idempotencyKey: key }),
      'DISPLAY_NAME_NOT_ACCEPTED',
    ],
    [
      'a name of nothing that can be seen',
      'updateProfile',
      () => ({ accountId: ada.id, displayName: '\u200b \u200b', idempotencyKey: key }),
      'DISPLAY_NAME_NOT_ACCEPTED',
    ],
    [
      'a name with a NUL',
      'updateProfile',
      () => ({ accountId: ada.id, displayName: 'Ada\0Park', idempotencyKey: key }),
      'DISPLAY_NAME_NOT_ACCEPTED',
    ],
    [
      'a name with a NUL',
      'signUp',
      () => ({ app: 'FACEBOOK', username: 'somebody', displayName: 'S\0', password: PASSWORD, idempotencyKey: key }),
      'DISPLAY_NAME_NOT_ACCEPTED',
    ],
    [
      'a mail address with a NUL',
      'addContactPoint',
      () => ({ accountId: ada.id, address: 'a\0b@example.org', idempotencyKey: key }),
      'ADDRESS_NOT_ACCEPTED',
    ],
    [
      'a mail address over the limit',
      'addContactPoint',
      () => ({ accountId: ada.id, address: `${'a'.repeat(300)}@example.org`, idempotencyKey: key }),
      'ADDRESS_NOT_ACCEPTED',
    ],
    [
      'fields of none',
      'syncProfile',
      () => ({ sourceAccountId: ada.id, accountIds: [grace.id], fields: [], idempotencyKey: key }),
      'NOTHING_TO_DO',
    ],
    [
      'accounts of none',
      'syncProfile',
      () => ({ sourceAccountId: ada.id, accountIds: [], fields: ['PHOTO'], idempotencyKey: key }),
      'NOTHING_TO_DO',
    ],
    [
      'a password over the limit',
      'signUp',
      () => ({
        app: 'FACEBOOK',
        username: 'somebody',
        displayName: 'S',
        password: 'ab'.repeat(101),
        idempotencyKey: key,
      }),
      'PASSWORD_TOO_WEAK',
    ],
    ['a target that is the author', 'crossPost', () => ({ ...post(), targetAccountIds: [ada.id] }), 'SAME_ACCOUNT'],
  ];
  it.each(texts)('%s is refused', async (_what, name, input, code) => {
    expect(codesIn(await mutate(name, input()))).toEqual([code]);
  });

  it.each(keyedMutations)('D3: %s refuses a malformed key as all others do', async (name, input) => {
    const keys = ['short', 'a'.repeat(129), 'eight\0letters', 'eight\ud800letters'];
    const answers = await mutate(name, ...keys.map((idempotencyKey) => ({ ...input({ ada, grace }), idempotencyKey })));
    for (const { text } of answers) {
      const [error, ...others] = (JSON.parse(text) as { errors: { message: string }[] }).errors;
      expect(others).toEqual([]);
      expect(error).toMatchObject({
        message: 'An idempotency key has 8 to 128 letters.',
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });

  it('text that no database keeps is kept without what is not text', async () => {
    const text = 'A\0 post\ud800 of Ada’s 🦊';
    const { post: published } = await world.crossPost(ada, { text });
    expect(published?.text).toBe('A post of Ada’s 🦊');
    expect(await world.signIn(ada)).toMatchObject({ id: ada.id });
  });
});
