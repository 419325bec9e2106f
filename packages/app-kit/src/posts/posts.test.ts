import { eachDialect } from '@accounts-center/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCircle } from '../testing/circle.ts';
import { follow, setPrivate, signUp, upload } from '../testing/people.ts';
import { post } from '../testing/posting.ts';
import type { TestApp } from '../testing/test-app.ts';

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
}

const page = '{ nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } }';

eachDialect((_, __, createUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startCircle(await createUrl());
  });
  afterAll(() => app.close());

  const feed = (viewerId: string | undefined, first = 20, after?: string) =>
    app.graph<{ list: Page }>(
      `query ($first: Int!, $after: String) { list: appFeed(first: $first, after: $after) ${page} }`,
      { first, after },
      viewerId,
    );
  const postsOf = async (id: string, viewerId?: string) => {
    const { data } = await app.graph<{ user: { list: Page } }>(
      `query ($id: ID!) { user: appUser(id: $id) { list: posts ${page} } }`,
      { id },
      viewerId,
    );
    return data.user.list.nodes.map((one) => one.id);
  };
  const canSee = async (id: string, viewerId?: string) => {
    const query = `query ($id: ID!, $them: [_Any!]!) { post: appPost(id: $id) { id } entities: _entities(representations: $them) { __typename } }`;
    const variables = { id, them: [{ __typename: 'CirclePost', id }] };
    const { data } = await app.graph<{ post: unknown; entities: [unknown] }>(query, variables, viewerId);
    expect(data.entities[0] === null).toBe(data.post === null);
    return data.post !== null;
  };

  describe('who sees what', () => {
    let [ana, follower, asker, stranger, open, narrow] = ['', '', '', '', '', ''];
    beforeAll(async () => {
      [ana, follower, asker, stranger] = [await signUp(app), await signUp(app), await signUp(app), await signUp(app)];
      await follow(app, follower, ana);
      open = await post(app, ana, { audience: 'PUBLIC', mediaIds: [await upload(app, ana)] });
      narrow = await post(app, ana, { audience: 'FOLLOWERS', mediaIds: [await upload(app, ana)] });
    });

    async function expectSeen(expected: { public: boolean; byStrangers: readonly string[] }): Promise<void> {
      for (const viewer of [stranger, asker, undefined, 'fbu_00000000000000000000000000']) {
        expect([await canSee(open, viewer), await canSee(narrow, viewer)]).toEqual([expected.public, false]);
        expect(await postsOf(ana, viewer)).toEqual(expected.byStrangers);
      }
      for (const viewer of [ana, follower]) {
        expect([await canSee(open, viewer), await canSee(narrow, viewer)]).toEqual([true, true]);
        expect((await postsOf(ana, viewer)).toSorted()).toEqual([open, narrow].toSorted());
        expect((await feed(viewer)).data.list.nodes).toHaveLength(2);
      }
    }

    it('a public account: public posts for everybody, the others for followers', async () => {
      await expectSeen({ public: true, byStrangers: [open] });
    });

    it('a private account: all posts for followers only, by post, list, feed and entity', async () => {
      await setPrivate(app, ana, true);
      await follow(app, asker, ana);
      await expectSeen({ public: false, byStrangers: [] });
      expect((await feed(asker)).data.list.nodes).toEqual([]);
    });

    it('turning private makes public files’ addresses signed; turning public again widens nothing', async () => {
      const urls = async () => {
        const query = 'query ($id: ID!) { user: appUser(id: $id) { posts { nodes { media { url } } } } }';
        const { data } = await app.graph<{ user: { posts: { nodes: { media: { url: string }[] }[] } } }>(
          query,
          { id: ana },
          follower,
        );
        return data.user.posts.nodes.flatMap(({ media }) => media.map(({ url }) => url));
      };
      const signed = /\?expires=\d+&signature=/;
      for (const url of await urls()) expect(url).toMatch(signed);
      await setPrivate(app, ana, false);
      await expectSeen({ public: true, byStrangers: [open] });
    });
  });

  describe('the feed', () => {
    it('holds own posts and those of whom one follows, newest first, page by page', async () => {
      const [ana, bob, cem, eva] = [await signUp(app), await signUp(app), await signUp(app), await signUp(app)];
      await follow(app, ana, bob);
      await follow(app, ana, cem);
      const wanted: string[] = [];
      for (const author of [bob, eva, ana, cem, bob, cem, cem]) {
        const id = await post(app, author, { audience: 'FOLLOWERS' });
        if (author !== eva) wanted.unshift(id);
        // Some fall on one instant, where the id decides.
        if (author !== cem) app.clock.advance(1_000);
      }
      const seen: string[] = [];
      const hasNext: boolean[] = [];
      for (let after: string | undefined; hasNext.at(-1) !== false; ) {
        const { nodes, pageInfo } = (await feed(ana, 2, after)).data.list;
        seen.push(...nodes.map(({ id }) => id));
        hasNext.push(pageInfo.hasNextPage);
        expect(pageInfo.hasPreviousPage).toBe(after !== undefined);
        after = pageInfo.endCursor ?? undefined;
      }
      expect(seen).toEqual(wanted);
      expect(hasNext).toEqual([true, true, false]);
    });

    it('is empty for who follows nobody, and closed to who is not signed in', async () => {
      const empty = { hasNextPage: false, hasPreviousPage: false, endCursor: null };
      expect((await feed(await signUp(app))).data.list).toEqual({ nodes: [], edges: [], pageInfo: empty });
      expect(await feed(undefined)).toMatchObject({
        data: { list: null },
        errors: [{ message: 'You have to be signed in to Circle.', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    });

    it.each([[0], [101], [-1]])('refuses %i posts at once', async (first) => {
      const { errors } = await feed(await signUp(app), first);
      expect(errors).toMatchObject([
        { message: expect.stringContaining('"first"'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    });

    it.each(['', 'nonsense', 'a\0b', 'W10', 'x'.repeat(5_000)])('refuses the cursor %j', async (after) => {
      const { errors } = await feed(await signUp(app), 2, after);
      expect(errors).toMatchObject([
        { message: expect.stringContaining('"after"'), extensions: { code: 'BAD_USER_INPUT' } },
      ]);
    });

    it('refuses the cursor of another list', async () => {
      const [ana, bob] = [await signUp(app), await signUp(app)];
      await follow(app, bob, ana);
      const query = 'query ($id: ID!) { user: appUser(id: $id) { followers { pageInfo { endCursor } } } }';
      const { data } = await app.graph<{ user: { followers: Page } }>(query, { id: ana });
      const { errors } = await feed(ana, 2, data.user.followers.pageInfo.endCursor ?? '');
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    });
  });

  it.each(['', 'nonsense', 'a\0b', '\ud800'])('has no post %j', async (id) => {
    expect(await canSee(id)).toBe(false);
  });
});
