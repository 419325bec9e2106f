// A longer page costs no more statements than a short one, in any service.
import type { GraphClient } from '@accounts-center/client';
import type { SeededAccount } from '@accounts-center/seeds';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededWorld, startSeededWorld } from '../seeds/seeded-world.ts';

const PEOPLE = 400;
const SHORT = 5;
const LONG = 50;

type Counts = Record<string, number>;
type Variables = { readonly first: number; readonly id?: string };

describe.each(['sqlite', 'postgres'] as const)('statements on %s', (dialect) => {
  let seeded: SeededWorld;
  let counts: Counts = {};
  beforeAll(async () => {
    const onStatement = (service: string, sql: string): void => {
      // The outbox looks for work by itself, whenever it likes.
      if (/^select/i.test(sql) && !sql.includes('outbox')) counts[service] = (counts[service] ?? 0) + 1;
    };
    seeded = await startSeededWorld(PEOPLE, { dialect, onStatement });
  });
  afterAll(() => seeded.world.close());

  /** Asks for a page of so many, and tells how many statements each service needed. */
  async function countsFor<T>(
    graph: GraphClient,
    query: TypedDocumentNode<T, Variables>,
    variables: Variables,
  ): Promise<{ data: T; counts: Counts }> {
    // Whatever is loaded once, such as keys, is there by then.
    await graph.request(parse('{ viewer { accounts { id } } }'), {});
    counts = {};
    const data = await graph.request(query, variables);
    return { data, counts: { ...counts } };
  }

  it('for a page of followers with their latest posts, media and authors are as many for 5 as for 50', async () => {
    const { graph, id } = await seeded.signIn(mostFollowed(seeded));
    const [short, long] = [
      await countsFor(graph, followers, { id, first: SHORT }),
      await countsFor(graph, followers, { id, first: LONG }),
    ];
    expect([short, long].map(({ data }) => data.user.followers.nodes.length)).toEqual([SHORT, LONG]);
    expect(long.data.user.followers.nodes.flatMap(({ posts }) => posts.nodes).length).toBeGreaterThan(LONG);
    expect(long.counts).toEqual(short.counts);
    expect(long.counts).toEqual({ instagram: expect.any(Number) });
  });

  it('for linked accounts with posts, authors, deliveries and copies are as many for 5 posts of each as for 50', async () => {
    const { from, to } = linkedPair(seeded);
    const author = await seeded.signIn(from);
    const { graph } = author;
    // Copies for friends only are not for a viewer from another app to see; these are for everybody.
    const posts = Array.from({ length: LONG }, () => seeded.world.crossPost(author, { targetAccountIds: [to.id] }));
    await Promise.all(posts);
    await seeded.world.settle();
    const [short, long] = [
      await countsFor(graph, accounts, { first: SHORT }),
      await countsFor(graph, accounts, { first: LONG }),
    ];
    const pages = [short, long].map(({ data }) => data.viewer.accounts[0]?.posts.nodes.length);
    expect(pages).toEqual([SHORT, LONG]);
    expect(long.counts).toEqual(short.counts);
  });
});

interface FollowersPage {
  readonly user: {
    readonly followers: { readonly nodes: readonly { readonly posts: { readonly nodes: readonly unknown[] } }[] };
  };
}

const followers: TypedDocumentNode<FollowersPage, Variables> = parse(`query Followers($id: ID!, $first: Int!) {
  user: instagramUser(id: $id) {
    followers(first: $first) {
      nodes {
        username viewerRelation photo { url }
        posts(first: 3) { nodes { text media { url } author { username photo { url } } } }
      }
    }
  }
}`);

interface AccountsPage {
  readonly viewer: { readonly accounts: readonly { readonly posts: { readonly nodes: readonly unknown[] } }[] };
}

const accounts: TypedDocumentNode<AccountsPage, Variables> = parse(`query Accounts($first: Int!) {
  viewer {
    accounts {
      username photo { url } profileSync { field isOn }
      accountsCenter { accounts { username } }
      ... on Poster {
        posts(first: $first) {
          nodes {
            text media { url } author { username }
            sharing { state deliveries { state target { username } copy { text media { url } } } }
          }
        }
      }
    }
  }
}`);

/** An account of Instagram with more followers than a long page holds. */
function mostFollowed({ people, family }: SeededWorld): SeededAccount {
  const accountsThere = people.flatMap((person) => person.accounts).filter(({ app }) => app.app === 'INSTAGRAM');
  const followersOf = new Map<string, number>();
  for (const account of accountsThere) {
    for (const { other, state } of family.connectionsOf(account)) {
      if (state === 'ACCEPTED') followersOf.set(other.id, (followersOf.get(other.id) ?? 0) + 1);
    }
  }
  const [most] = [...accountsThere].sort((a, b) => (followersOf.get(b.id) ?? 0) - (followersOf.get(a.id) ?? 0));
  if (most === undefined) throw new Error('Nobody is in Instagram.');
  return most;
}

/** An account of Facebook, and one linked to it that takes words alone. */
function linkedPair({ people }: SeededWorld): { readonly from: SeededAccount; readonly to: SeededAccount } {
  for (const { link } of people) {
    const to = link?.others
      .map(({ account }) => account)
      .find(({ app, isPrivate }) => app.app !== 'INSTAGRAM' && !isPrivate);
    if (link?.lead.app.app === 'FACEBOOK' && to !== undefined) return { from: link.lead, to };
  }
  throw new Error('Nobody is linked.');
}
