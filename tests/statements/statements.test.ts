// A longer page costs no more statements than a short one, in any service.
import type { GraphClient } from '@accounts-center/client';
import type { SeededAccount } from '@accounts-center/seeds';
import type { Account, App } from '@accounts-center/test-kit';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededWorld, startSeededWorld } from '../seeds/seeded-world.ts';
import { accountsPage, connectionsPage, ownCenter, strangersPage, warmUp } from './pages.ts';

const PEOPLE = 200;
const SHORT = 5;
const LONG = 30;
/** As many accounts as one center holds (L6). */
const FULL = 25;
const RETRIES_MS = 180_000;

type Counts = Record<string, number>;

/** A world that tells how many statements each service needs for a page. */
interface CountingWorld {
  readonly seeded: SeededWorld;
  countsFor<T, Variables extends Record<string, unknown>>(
    graph: GraphClient,
    query: TypedDocumentNode<T, Variables>,
    variables: Variables,
  ): Promise<{ data: T; counts: Counts }>;
}

async function startCounting(dialect: 'sqlite' | 'postgres', engine: 'stock' | 'federation'): Promise<CountingWorld> {
  let counts: Counts = {};
  const onStatement = (service: string, sql: string): void => {
    // The outbox looks for work by itself, whenever it likes, and gateways ask what sessions have ended.
    if (/^select/i.test(sql) && !/outbox|ended_session/.test(sql)) counts[service] = (counts[service] ?? 0) + 1;
  };
  // All that pages show is asked for at once here, which by its estimate is more than anybody may.
  const gateway = { development: true, engine, settings: { limits: { maxCost: Number.MAX_SAFE_INTEGER } } };
  const seeded = await startSeededWorld(PEOPLE, { dialect, onStatement, gateway });
  return {
    seeded,
    countsFor: async (graph, query, variables) => {
      // Whatever is loaded once, such as keys, is there by then.
      await graph.request(warmUp, {});
      counts = {};
      const data = await graph.request(query, variables);
      return { data, counts: { ...counts } };
    },
  };
}

// On the stock engine, as the other merges its requests by when answers come, so that a page may need some fewer now and then.
describe.each(['sqlite', 'postgres'] as const)('statements on %s', (dialect) => {
  let seeded: SeededWorld;
  let countsFor: CountingWorld['countsFor'];
  beforeAll(async () => {
    ({ seeded, countsFor } = await startCounting(dialect, 'stock'));
  });
  afterAll(() => seeded.world.close());

  it.each([
    ['INSTAGRAM', 'followers'],
    ['FACEBOOK', 'friends'],
  ] as const)(
    'C2: for a page of %s %s with linked accounts, latest posts and deliveries are as many for 5 as for 30',
    async (app, list) => {
      const owner = mostConnected(seeded, app);
      const { graph, id } = await seeded.signIn(owner);
      const query = connectionsPage(app, list);
      const [short, long] = [
        await countsFor(graph, query, { id, first: SHORT }),
        await countsFor(graph, query, { id, first: LONG }),
      ];
      expect([short, long].map(({ data }) => data.user.page.nodes.length)).toEqual([SHORT, LONG]);
      const { nodes } = long.data.user.page;
      expect(nodes.flatMap(({ posts }) => posts.nodes).length).toBeGreaterThan(LONG);
      // Most of them are linked, which is for nobody else to see.
      expect(nodes.filter(({ id: other }) => isLinked(seeded, other)).length).toBeGreaterThan(SHORT);
      for (const { accountsCenter, linkedAt, profileSync } of nodes)
        expect([accountsCenter, linkedAt, profileSync]).toEqual([null, null, null]);
      expect(long.counts).toEqual(short.counts);
      expect(long.counts).toEqual({
        [app.toLowerCase()]: expect.any(Number),
        'accounts-center': expect.any(Number),
      });
    },
  );

  it('C2: are the same for accounts that are linked as for accounts that are not', async () => {
    const [linked, alone] = [true, false].map((wanted) =>
      accountsOf(seeded, 'FACEBOOK').filter(({ id }) => isLinked(seeded, id) === wanted),
    );
    const { graph } = await seeded.signIn(mostConnected(seeded, 'INSTAGRAM'));
    const countsOf = async (accounts: readonly SeededAccount[] = []) => {
      const [one, two] = accounts.slice(-2).map(({ id }) => id);
      return (await countsFor(graph, strangersPage, { one: one ?? '', two: two ?? '' })).counts['accounts-center'];
    };
    expect(await countsOf(linked)).toBe(await countsOf(alone));
    expect(await countsOf(linked)).toBeGreaterThan(0);
  });

  it('for linked accounts with posts, authors, deliveries and copies are as many for 5 posts of each as for 30', async () => {
    const { from, to } = linkedPair(seeded);
    const author = await seeded.signIn(from);
    const { graph } = author;
    // Copies for friends only are not for a viewer from another app to see; these are for everybody.
    for (let posted = 0; posted < LONG; posted++) await seeded.world.crossPost(author, { targetAccountIds: [to.id] });
    await seeded.world.pass(RETRIES_MS);
    const [short, long] = [
      await countsFor(graph, accountsPage, { first: SHORT }),
      await countsFor(graph, accountsPage, { first: LONG }),
    ];
    const pages = [short, long].map(({ data }) => data.viewer.accounts[0]?.posts.nodes.length);
    expect(pages).toEqual([SHORT, LONG]);
    expect(long.counts).toEqual(short.counts);
  });

  it('L6: for a center with its settings and latest posts are as many for 5 accounts as for a full one', async () => {
    const { world } = seeded;
    const apps = ['FACEBOOK', 'WHATSAPP', 'MESSENGER'] as const;
    const signUp = (index: number): Promise<Account> =>
      world.signUp(apps[index % apps.length] ?? 'FACEBOOK', `many.accounts.${index}`);
    const first = await signUp(0);
    const others: Account[] = [];
    /** Adds accounts until there are so many, each kept the same as the first and with a post that came from it. */
    async function grow(size: number): Promise<void> {
      const added: Account[] = [];
      for (let index = others.length + 1; index < size; index++) added.push(await signUp(index));
      for (const account of added) {
        await world.link(first, account);
        await world.setSharing(first, account, 'ALWAYS');
      }
      others.push(...added);
      await world.sync(first, added, ['PHOTO', 'DISPLAY_NAME']);
      await world.crossPost(first, {});
      await world.settle();
    }

    const pages: Awaited<ReturnType<typeof read>>[] = [];
    const read = () => countsFor(first.graph, ownCenter, {});
    for (const size of [SHORT, FULL]) {
      await grow(size);
      pages.push(await read());
    }
    const [small, full] = pages;
    expect(pages.map(({ data }) => data.viewer.accounts.length)).toEqual([SHORT, FULL]);
    for (const { accountsCenter } of full?.data.viewer.accounts ?? []) {
      expect(accountsCenter.accounts).toHaveLength(FULL);
      expect(accountsCenter.profileSources.map(({ field }) => field)).toEqual(['DISPLAY_NAME', 'PHOTO']);
      expect(accountsCenter.sharingSettings).toHaveLength(FULL - 1);
    }
    expect(full?.counts).toEqual(small?.counts);
    expect(Object.keys(full?.counts ?? {}).sort()).toEqual(['accounts-center', 'facebook', 'messenger', 'whatsapp']);
  }, 60_000);
});

it('the engine of this gateway needs no more statements than the stock one', async () => {
  const [ours = {}, stock = {}] = await Promise.all(
    (['federation', 'stock'] as const).map(async (engine) => {
      const { seeded, countsFor } = await startCounting('sqlite', engine);
      const owner = mostConnected(seeded, 'INSTAGRAM');
      const { graph, id } = await seeded.signIn(owner);
      const { counts } = await countsFor(graph, connectionsPage('INSTAGRAM', 'followers'), { id, first: LONG });
      await seeded.world.close();
      return counts;
    }),
  );
  expect(Object.keys(ours).sort()).toEqual(Object.keys(stock).sort());
  for (const [service, count] of Object.entries(ours)) expect(count).toBeLessThanOrEqual(stock[service] ?? 0);
}, 60_000);

function accountsOf({ people }: SeededWorld, app: App): SeededAccount[] {
  return people.flatMap((person) => person.accounts).filter((account) => account.app.app === app);
}

function isLinked({ people }: SeededWorld, accountId: string): boolean {
  return people.some(({ link }) =>
    link === undefined
      ? false
      : [link.lead, ...link.others.map(({ account }) => account)].some(({ id }) => id === accountId),
  );
}

/** An account of an app with more connections than a long page holds. */
function mostConnected(seeded: SeededWorld, app: App): SeededAccount {
  const there = accountsOf(seeded, app);
  const counts = new Map<string, number>();
  for (const account of there) {
    for (const { other, state } of seeded.family.connectionsOf(account)) {
      if (state === 'ACCEPTED') counts.set(other.id, (counts.get(other.id) ?? 0) + 1);
    }
  }
  const [most] = [...there].sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0));
  if (most === undefined) throw new Error(`Nobody is in ${app}.`);
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
