import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../apps.ts';
import type { Viewer } from '../context.ts';
import { startTestCenter, type TestCenter } from '../testing/test-center.ts';

const PASSWORD = 'correct horse battery';

const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }';

const START = `mutation ($input: StartLinkInput!) { startLink(input: $input) {
  flow { id account { id } isAccountProved provedAccount { id } }
  userErrors { code message field }
} }`;

const PROVE = `mutation ($input: ProveAccountControlInput!) { proveAccountControl(input: $input) {
  flow { id isAccountProved provedAccount { id app } }
  userErrors { code message field }
} }`;

const LINK = `mutation ($input: LinkAccountInput!) { linkAccount(input: $input) {
  accountsCenter { accountLimit accounts { id } profileSources { field source { id } version } }
  linkedAccount { id linkedAt profileSync { field isOn state } }
  userErrors { code message field }
} }`;

const SYNC = `mutation ($input: SyncProfileInput!) { syncProfile(input: $input) {
  results { user { id } state fields }
  userErrors { code message field app until alternatives }
} }`;

const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) {
  results { user { id profileSync { field state } } state fields }
  userErrors { code message field app until alternatives }
} }`;

const UNLINK = `mutation ($input: UnlinkAccountInput!) { unlinkAccount(input: $input) {
  receipt { account { id } stoppedSyncFields removedSharingSettings cancelledDeliveries { id } deliveriesInFlight }
  userErrors { code message field }
} }`;

const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) {
  session { user { id } }
  userErrors { code }
} }`;

const PRIVATE = `query ($id: ID!) { _entities(representations: [{ __typename: "InstagramUser", id: $id }]) {
  ... on InstagramUser { app linkedAt accountsCenter { id } profileSync { field } }
} }`;

const NOBODY = 'igu_00000000000000000000000000';

interface Person {
  readonly id: string;
  readonly viewer: Viewer;
}

describe('through the graph, among real apps', () => {
  let family: TestCenter;
  let ada: Person;
  let grace: Person;
  let keys = 0;

  beforeAll(async () => {
    family = await startTestCenter();
    ada = await person('ada', 'FACEBOOK');
    grace = await person('grace', 'INSTAGRAM');
  });
  afterAll(() => family[Symbol.asyncDispose]());

  const key = () => `key-${String(++keys).padStart(8, '0')}`;

  async function person(username: string, app: App): Promise<Person> {
    const input = { app, username, displayName: username, password: PASSWORD, idempotencyKey: key() };
    const { data } = await family.graph<{ signUp: { session: { accessToken: string } } }>(SIGN_UP, { input });
    const { sub = '', sid, auth_time } = decodeJwt(data.signUp.session.accessToken);
    const authenticatedAt = new Date(Number(auth_time) * 1_000);
    return { id: sub, viewer: { accountId: sub, sessionId: String(sid), authenticatedAt } };
  }

  /** What a mutation answers. */
  async function run(mutation: string, input: object, { viewer }: Person): Promise<unknown> {
    const answer = await family.graph<Record<string, unknown>>(mutation, { input }, viewer);
    expect(answer.errors).toBeUndefined();
    return Object.values(answer.data)[0];
  }

  async function startLink(): Promise<string> {
    const started = await run(START, { accountId: ada.id }, ada);
    const flow = {
      id: expect.stringMatching(/^lnk_/),
      account: { id: ada.id },
      isAccountProved: true,
      provedAccount: null,
    };
    expect(started).toEqual({ flow, userErrors: [] });
    return (started as { flow: { id: string } }).flow.id;
  }

  it('L2: links with proof on both sides', async () => {
    const flowId = await startLink();
    const proof = { flowId, app: 'INSTAGRAM', username: 'grace' };
    expect(await run(PROVE, { ...proof, password: 'a wrong guess' }, ada)).toEqual({
      flow: null,
      userErrors: [{ code: 'WRONG_CREDENTIALS', message: 'The username or the password is wrong.', field: null }],
    });
    expect(await run(PROVE, { ...proof, password: PASSWORD }, ada)).toEqual({
      flow: { id: flowId, isAccountProved: true, provedAccount: { id: grace.id, app: 'INSTAGRAM' } },
      userErrors: [],
    });
    expect(await run(LINK, { flowId, idempotencyKey: key() }, ada)).toMatchObject({
      accountsCenter: { accountLimit: 25, accounts: [{ id: ada.id }, { id: grace.id }], profileSources: [] },
      linkedAccount: {
        id: grace.id,
        linkedAt: family.clock.now().toISOString(),
        profileSync: ['USERNAME', 'DISPLAY_NAME', 'PHOTO'].map((field) => ({ field, isOn: false, state: 'OFF' })),
      },
      userErrors: [],
    });
  });

  it('C2: shows nothing of it to anybody else', async () => {
    const stranger = await person('mallory', 'INSTAGRAM');
    const nothing = [{ app: 'INSTAGRAM', linkedAt: null, accountsCenter: null, profileSync: null }];
    for (const viewer of [stranger.viewer, undefined]) {
      expect((await family.graph(PRIVATE, { id: grace.id }, viewer)).data).toEqual({ _entities: nothing });
    }
  });

  it('an own account that is not signed in to is refused like one that is not there, and the words fit both', async () => {
    const message = 'There is no such account in your Accounts Center, or it is not the one that you are signed in to.';
    const error = { code: 'ACCOUNT_NOT_FOUND', message, field: ['input', 'accountId'] };
    for (const accountId of [grace.id, NOBODY]) {
      expect(await run(START, { accountId }, ada)).toEqual({ flow: null, userErrors: [error] });
      const refused = await run(UPDATE, { accountId, displayName: 'Grace', idempotencyKey: key() }, ada);
      expect(refused).toMatchObject({ results: [], userErrors: [error] });
    }
  });

  it('PR3: makes a username the same everywhere, or nowhere', async () => {
    const input = { sourceAccountId: ada.id, accountIds: [grace.id], fields: ['USERNAME'], idempotencyKey: key() };
    expect(await run(SYNC, input, grace)).toEqual({
      results: [ada, grace].map(({ id }) => ({ user: { id }, state: 'APPLIED', fields: ['USERNAME'] })),
      userErrors: [],
    });
    const signIn = { app: 'INSTAGRAM', username: 'ada', password: PASSWORD };
    expect(await run(SIGN_IN, signIn, grace)).toMatchObject({ session: { user: { id: grace.id } } });

    await person('countess', 'INSTAGRAM');
    const refused = await run(UPDATE, { accountId: ada.id, username: 'countess', idempotencyKey: key() }, ada);
    expect(refused).toEqual({
      results: [],
      userErrors: [
        {
          code: 'USERNAME_TAKEN',
          message: 'Somebody has this username on Instagram already.',
          field: ['input', 'username'],
          app: 'INSTAGRAM',
          until: null,
          alternatives: expect.arrayContaining(['countess1']),
        },
      ],
    });
    expect(await run(UPDATE, { accountId: ada.id, username: 'lovelace', idempotencyKey: key() }, ada)).toMatchObject({
      results: [{ state: 'APPLIED' }, { user: { id: grace.id }, state: 'APPLIED' }],
    });
  });

  it('PR3: refuses, naming the app, while one can’t be reached', async () => {
    family.connect('instagram', false);
    const result = await run(UPDATE, { accountId: ada.id, username: 'enchantress', idempotencyKey: key() }, ada);
    family.connect('instagram', true);
    expect(result).toMatchObject({
      results: [],
      userErrors: [{ code: 'APP_UNAVAILABLE', app: 'INSTAGRAM', field: null }],
    });
    const signIn = { app: 'FACEBOOK', username: 'lovelace', password: PASSWORD };
    expect(await run(SIGN_IN, signIn, ada)).toMatchObject({ session: { user: { id: ada.id } } });
  });

  it('L8: unlinks with a receipt, and the values stay', async () => {
    const input = { accountId: grace.id, idempotencyKey: key() };
    const receipt = {
      account: { id: grace.id },
      stoppedSyncFields: ['USERNAME'],
      removedSharingSettings: 0,
      cancelledDeliveries: [],
      deliveriesInFlight: 0,
    };
    expect(await run(UNLINK, input, ada)).toEqual({ receipt, userErrors: [] });
    expect(await run(UNLINK, input, ada)).toEqual({ receipt, userErrors: [] });
    const signIn = { app: 'INSTAGRAM', username: 'lovelace', password: PASSWORD };
    expect(await run(SIGN_IN, signIn, grace)).toMatchObject({ session: { user: { id: grace.id } } });
    expect((await family.graph(PRIVATE, { id: grace.id }, ada.viewer)).data).toMatchObject({
      _entities: [{ linkedAt: null }],
    });
  });

  it('asks for a session', async () => {
    const { errors } = await family.graph(UNLINK, { input: { accountId: ada.id, idempotencyKey: key() } });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});
