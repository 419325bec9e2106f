import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { ask } from '../testing/contract-operations.ts';
import { own } from '../testing/drafts.ts';
import { newKey, newUsername, signUp, upload } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';

const update = `mutation ($input: UpdateAppAccountInput!) {
  answer: updateAppAccount(input: $input) { user { id bio isPrivate } userErrors { code message field } }
}`;

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl());
  });
  afterAll(() => app.close());

  it('finds an account by id, by username and as an entity', async () => {
    const username = newUsername();
    const id = await signUp(app, username);
    const { data, errors } = await app.graph(
      `query ($id: ID!, $username: String!, $people: [_Any!]!) {
        byId: appUser(id: $id) { id username displayName photo { id } isVerified createdAt bio isPrivate }
        byUsername: appUserByUsername(username: $username) { id }
        entities: _entities(representations: $people) { ... on AppUser { id username } }
      }`,
      {
        id,
        username: username.toUpperCase(),
        people: [id, 'nonsense', app.newId('u')].map((one) => ({ __typename: 'CircleUser', id: one })),
      },
    );
    expect(errors).toBeUndefined();
    const profile = {
      photo: null,
      isVerified: false,
      createdAt: '2026-11-23T10:00:00.000Z',
      bio: '',
      isPrivate: false,
    };
    expect(data).toEqual({
      byId: { id, username, displayName: 'Somebody', ...profile },
      byUsername: { id },
      entities: [{ id, username }, null, null],
    });
  });

  it.each(['', 'nonsense', 'a\0b', '\ud800', `ccu_${'z'.repeat(26)}`, 'x'.repeat(10_000)])(
    'has no account %j',
    async (text) => {
      const { data, errors } = await app.graph(
        'query ($id: ID!, $username: String!) { byId: appUser(id: $id) { id } byUsername: appUserByUsername(username: $username) { id } }',
        { id: text, username: text },
      );
      expect(data).toEqual({ byId: null, byUsername: null });
      const message = 'The argument "id" is no id of a user of Circle: `circleUserByUsername` takes usernames.';
      expect(errors).toMatchObject([{ message, path: ['byId'], extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );

  it('does not look for a username that is longer than any', async () => {
    const native = vi.spyOn(String.prototype, 'normalize');
    const username = `a${'\u0301\u0316'.repeat(100_000)}`;
    const asked = 'query ($username: String!) { a: appUserByUsername(username: $username) { id } }';
    expect(await app.graph(asked, { username })).toEqual({ data: { a: null } });
    const normalized = native.mock.contexts.map(String);
    native.mockRestore();
    expect(normalized.filter((text) => text.length > 300)).toEqual([]);
  });

  it('finds nobody by an id of nobody', async () => {
    const { data, errors } = await app.graph('query ($id: ID!) { byId: appUser(id: $id) { id } }', {
      id: app.newId('u'),
    });
    expect({ data, errors }).toEqual({ data: { byId: null }, errors: undefined });
  });

  it('changes what only the app knows, and keeps what is left out', async () => {
    const id = await signUp(app);
    const change = async (input: object) => (await app.graph(update, { input: { accountId: id, ...input } }, id)).data;
    const answer = (user: object) => ({ answer: { user: { id, ...user }, userErrors: [] } });
    expect(await change({ bio: 'Likes tea', isPrivate: true })).toEqual(answer({ bio: 'Likes tea', isPrivate: true }));
    expect(await change({ isPrivate: null })).toEqual(answer({ bio: 'Likes tea', isPrivate: true }));
    expect(await change({ isPrivate: false })).toEqual(answer({ bio: 'Likes tea', isPrivate: false }));
    expect(await change({ bio: null })).toEqual(answer({ bio: '', isPrivate: false }));
    expect(await change({ bio: 'a\0b\ud800' })).toEqual(answer({ bio: 'ab', isPrivate: false }));
    expect(await change({ bio: 'é'.repeat(500) })).toMatchObject({ answer: { userErrors: [] } });
    const tooLong = { code: 'TOO_LONG', message: expect.any(String), field: ['input', 'bio'] };
    expect(await change({ bio: 'é'.repeat(501) })).toEqual({ answer: { user: null, userErrors: [tooLong] } });
  });

  it('answers alike for a foreign account and an unknown one', async () => {
    const [viewer, other] = [await signUp(app), await signUp(app)];
    const answers = [other, app.newId('u'), 'nonsense', 'a\0b'].map((accountId) =>
      app.graph(update, { input: { accountId, bio: 'Mine now' } }, viewer),
    );
    const notFound = { code: 'ACCOUNT_NOT_FOUND', message: expect.any(String), field: ['input', 'accountId'] };
    const refusal = { data: { answer: { user: null, userErrors: [notFound] } } };
    expect(await Promise.all(answers)).toEqual([refusal, refusal, refusal, refusal]);
    // Signed in, but to another app's account.
    expect(
      await app.graph(update, { input: { accountId: other, bio: 'Mine now' } }, 'fbu_00000000000000000000000000'),
    ).toEqual(refusal);
    expect(await app.graph(update, { input: { accountId: other, bio: 'Mine now' } })).toMatchObject({
      data: { answer: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('shows the profile photo under a plain address, also of a private account', async () => {
    const id = await signUp(app);
    const [key, photo] = [newKey(), await upload(app, id)];
    const expiresAt = app.clock.now().toISOString();
    const input = { accountId: id, photo: own(photo), versions: [{ field: 'PHOTO', version: 1 }], expiresAt };
    await ask(app, 'prepareProfileChange', { key, input });
    await ask(app, 'commitProfileChange', { key });
    await app.graph(update, { input: { accountId: id, isPrivate: true } }, id);
    const { data } = await app.graph('query ($id: ID!) { user: appUser(id: $id) { photo { url(size: SMALL) } } }', {
      id,
    });
    expect(data).toEqual({ user: { photo: { url: `http://localhost:4000/media/circle/${photo}/small.webp` } } });
  });
});
