import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { setPrivate, signUp } from '../testing/people.ts';
import type { TestApp } from '../testing/test-app.ts';

const mutation = (name: string): string =>
  `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
    answer: ${name}(input: $input) { user { id viewerRelation } userErrors { code } }
  }`;

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl());
  });
  afterAll(() => app.close());

  const act = async (name: string, accountId: string, userId: string, viewerId = accountId) =>
    app.graph<{ answer: unknown }>(mutation(name), { input: { accountId, userId } }, viewerId);
  const now = (id: string, viewerRelation: string) => ({
    data: { answer: { user: { id, viewerRelation }, userErrors: [] } },
  });
  const refused = (code: string) => ({ data: { answer: { user: null, userErrors: [{ code }] } } });
  const list = async (field: string, ownerId: string, viewerId?: string, first = 20, after?: string) => {
    const { data, errors } = await app.graph<{ user: { list: Page | null } }>(
      `query ($id: ID!, $first: Int!, $after: String) {
        user: appUser(id: $id) {
          list: ${field}(first: $first, after: $after) {
            nodes { id } edges { cursor node { id } } pageInfo { hasNextPage endCursor }
          }
        }
      }`,
      { id: ownerId, first, after },
      viewerId,
    );
    expect(errors).toBeUndefined();
    return data.user.list;
  };
  const idsOf = (page: Page | null) => page?.nodes.map(({ id }) => id);
  const requests = async (viewerId?: string) =>
    app.graph<{ list: Page }>('{ list: appFollowRequests { nodes { id } } }', {}, viewerId);

  it('follows a public account at once, as often as one likes', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    expect(await act('followAppUser', bob, ana)).toEqual(now(ana, 'FOLLOWING'));
    expect(await act('followAppUser', bob, ana)).toEqual(now(ana, 'FOLLOWING'));
    expect(idsOf(await list('followers', ana))).toEqual([bob]);
    expect(idsOf(await list('following', bob))).toEqual([ana]);
    expect(await act('unfollowAppUser', bob, ana)).toEqual(now(ana, 'NONE'));
    expect(await act('unfollowAppUser', bob, ana)).toEqual(now(ana, 'NONE'));
    expect(idsOf(await list('followers', ana))).toEqual([]);
  });

  it('asks a private account, whose owner accepts or refuses', async () => {
    const [ana, bob, cem] = [await signUp(app), await signUp(app), await signUp(app)];
    await setPrivate(app, ana, true);
    expect(await act('followAppUser', bob, ana)).toEqual(now(ana, 'REQUESTED'));
    app.clock.advance(1_000);
    expect(await act('followAppUser', cem, ana)).toEqual(now(ana, 'REQUESTED'));
    expect(idsOf((await requests(ana)).data.list)).toEqual([cem, bob]);
    expect(await act('acceptAppFollower', ana, bob)).toEqual(now(bob, 'NONE'));
    expect(await act('acceptAppFollower', ana, bob)).toEqual(now(bob, 'NONE'));
    expect(await act('removeAppFollower', ana, cem)).toEqual(now(cem, 'NONE'));
    expect(await act('acceptAppFollower', ana, cem)).toEqual(refused('NO_REQUEST'));
    expect(idsOf((await requests(ana)).data.list)).toEqual([]);
    expect(idsOf(await list('followers', ana, bob))).toEqual([bob]);
    expect(await act('removeAppFollower', ana, bob)).toEqual(now(bob, 'NONE'));
    expect(idsOf(await list('followers', ana, ana))).toEqual([]);
  });

  it('shows the lists of a private account to accepted people and its owner', async () => {
    const [ana, bob, cem] = [await signUp(app), await signUp(app), await signUp(app)];
    await act('followAppUser', bob, ana);
    await act('followAppUser', ana, cem);
    await setPrivate(app, ana, true);
    await act('followAppUser', cem, ana);
    for (const field of ['followers', 'following']) {
      expect(await list(field, ana)).toBeNull();
      expect(await list(field, ana, cem)).toBeNull();
      expect(await list(field, ana, bob)).not.toBeNull();
      expect(await list(field, ana, ana)).not.toBeNull();
    }
  });

  it('a request stands until it is answered, and one more follow takes it up when the account turns public', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    await setPrivate(app, ana, true);
    await act('followAppUser', bob, ana);
    await setPrivate(app, ana, false);
    expect(idsOf(await list('followers', ana))).toEqual([]);
    expect(await act('followAppUser', bob, ana)).toEqual(now(ana, 'FOLLOWING'));
  });

  it('pages newest first, without gaps or repeats', async () => {
    const ana = await signUp(app);
    const fans: string[] = [];
    for (let count = 0; count < 5; count++) {
      const fan = await signUp(app);
      await act('followAppUser', fan, ana);
      fans.unshift(fan);
      if (count % 2 === 1) app.clock.advance(1_000);
    }
    const first = await list('followers', ana, undefined, 2);
    const second = await list('followers', ana, undefined, 2, first?.pageInfo.endCursor ?? '');
    const third = await list('followers', ana, undefined, 2, second?.pageInfo.endCursor ?? '');
    const all = [first, second, third].flatMap((page) => idsOf(page) ?? []);
    expect(all.toSorted()).toEqual(fans.toSorted());
    expect(all[0]).toBe(fans[0]);
    expect([first, second, third].map((page) => page?.pageInfo.hasNextPage)).toEqual([true, true, false]);
    expect(first?.edges.map(({ node }) => node)).toEqual(first?.nodes);
    expect(idsOf(await list('followers', ana, undefined, 1, first?.edges[0]?.cursor))).toEqual([all[1]]);
  });

  it('answers alike for whoever can’t act or is not there', async () => {
    const [ana, bob] = [await signUp(app), await signUp(app)];
    const nobody = app.newId('u');
    for (const name of ['followAppUser', 'unfollowAppUser', 'acceptAppFollower', 'removeAppFollower']) {
      expect(await act(name, ana, ana)).toEqual(refused('SELF'));
      expect(await act(name, ana, nobody)).toEqual(refused('ACCOUNT_NOT_FOUND'));
      expect(await act(name, ana, 'a\0b')).toEqual(refused('ACCOUNT_NOT_FOUND'));
      expect(await act(name, ana, bob, bob)).toEqual(refused('ACCOUNT_NOT_FOUND'));
      expect(await act(name, nobody, bob, nobody)).toEqual(refused('ACCOUNT_NOT_FOUND'));
    }
  });

  it('wants somebody signed in to this app', async () => {
    const ana = await signUp(app);
    for (const viewer of [undefined, 'fbu_00000000000000000000000000']) {
      expect(await requests(viewer)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
    const input = { accountId: ana, userId: await signUp(app) };
    const answer = await app.graph(mutation('followAppUser'), { input });
    expect(answer).toMatchObject({ data: { answer: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const { data } = await app.graph('query ($id: ID!) { user: appUser(id: $id) { viewerRelation } }', { id: ana });
    expect(data).toEqual({ user: { viewerRelation: null } });
  });
});
