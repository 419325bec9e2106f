import { apps } from '@accounts-center/schema';
import { contentsOf, send, type World } from '@accounts-center/test-kit';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allAppRows, appRows, centerRows } from './rows.ts';
import { type SeededWorld, startSeededWorld } from './seeded-world.ts';

const PEOPLE = 200;

describe.each(['sqlite', 'postgres'] as const)('a seeded family on %s', (dialect) => {
  let seeded: SeededWorld;
  let world: World;
  beforeAll(async () => {
    seeded = await startSeededWorld(PEOPLE, { dialect });
    ({ world } = seeded);
  });
  afterAll(() => world.close());

  it('L1: has each account in one center, and no center without one', async () => {
    const [{ user }, { account, accountsCenter: centers }] = await Promise.all([allAppRows(world), centerRows(world)]);
    expect(idsOf(account)).toEqual(idsOf(user));
    expect(sorted([...new Set(account.map(({ centerId }) => centerId))])).toEqual(idsOf(centers));
    for (const { id, version } of centers)
      expect(account.filter(({ centerId }) => centerId === id)).toHaveLength(version);
    const shared = account.filter(({ id, centerId }) =>
      account.some((other) => other.centerId === centerId && other.id !== id),
    );
    expect(idsOf(account.filter(({ linkedAt }) => linkedAt !== null))).toEqual(idsOf(shared));
  });

  it('PR3: has the claim of each username, and of nothing else', async () => {
    const { user, usernameClaim } = await allAppRows(world);
    const inForce = usernameClaim.filter(({ changeKey }) => changeKey === null);
    expect(inForce).toHaveLength(usernameClaim.length);
    const pairs = (rows: readonly { readonly owner: string; readonly name: string }[]) =>
      sorted(rows.map(({ owner, name }) => `${owner} ${name}`));
    const claimed = usernameClaim.map(({ userId, usernameNormal }) => ({ owner: userId, name: usernameNormal }));
    expect(pairs(claimed)).toEqual(pairs(user.map(({ id, username }) => ({ owner: id, name: username }))));
  });

  it('PR1: has the same values where they are kept the same', async () => {
    const [{ user }, { syncMember, syncGroup, account }] = await Promise.all([allAppRows(world), centerRows(world)]);
    const users = new Map(user.map((row) => [row.id, row]));
    const centers = new Map(account.map(({ id, centerId }) => [id, centerId]));
    const values = { USERNAME: 'username', DISPLAY_NAME: 'displayName' } as const;
    expect(syncMember.length).toBeGreaterThan(0);
    for (const { accountId, centerId, field } of syncMember) {
      const group = syncGroup.find((one) => one.centerId === centerId && one.field === field);
      const sourceAccountId = group?.sourceAccountId ?? '';
      expect([centers.get(accountId), centers.get(sourceAccountId)]).toEqual([centerId, centerId]);
      const value = field === 'PHOTO' ? undefined : values[field];
      if (value !== undefined) expect(users.get(accountId)?.[value]).toBe(users.get(sourceAccountId)?.[value]);
    }
  });

  it.each(apps.filter(({ relation }) => relation === 'friends'))(
    'has friendships from both sides in $type',
    async ({ service }) => {
      const { relation } = await appRows(world, service);
      const accepted = relation.filter(({ state }) => state === 'ACCEPTED').map(({ fromId, toId }) => [fromId, toId]);
      const forth = accepted.map(([from, to]) => `${from} ${to}`);
      expect(sorted(accepted.map(([from, to]) => `${to} ${from}`))).toEqual(sorted(forth));
    },
  );

  it('has each file in one post or profile, of its owner', async () => {
    const { user, post, postMedia, media, mediaUse } = await allAppRows(world);
    const authors = new Map(post.map(({ id, authorId }) => [id, authorId]));
    const inPosts = postMedia.map(({ mediaId, postId }) => `${mediaId} ${authors.get(postId)}`);
    const inProfiles = user.flatMap(({ id, photoId }) => (photoId === null ? [] : [`${photoId} ${id}`]));
    expect(sorted([...inPosts, ...inProfiles])).toEqual(sorted(media.map(({ id, ownerId }) => `${id} ${ownerId}`)));
    const used = mediaUse.map(({ mediaId, userId }) => `${mediaId} ${authors.get(userId) ?? userId}`);
    expect(sorted(used)).toEqual(sorted(media.map(({ id, ownerId }) => `${id} ${ownerId}`)));
    expect(media.every(({ state }) => state === 'COMPLETE')).toBe(true);
  });

  it('X3: has a copy for each delivery that arrived, under its key', async () => {
    const [{ post, command }, { delivery, crossPost }] = await Promise.all([allAppRows(world), centerRows(world)]);
    const posts = new Map(post.map((row) => [row.id, row]));
    const keys = new Map(command.map(({ key, resultId }) => [key, resultId]));
    expect(delivery.length).toBeGreaterThan(0);
    for (const { id, targetId, copyId, state } of delivery) {
      expect(keys.get(id) ?? null).toBe(copyId);
      expect(state).toBe(copyId === null ? 'FAILED' : 'DELIVERED');
      if (copyId !== null) expect(posts.get(copyId)).toMatchObject({ authorId: targetId, isCopy: true });
    }
    for (const { postId, authorId } of crossPost)
      expect(posts.get(postId ?? '')).toMatchObject({ authorId, isCopy: false });
  });

  it('is read through the graph by the people in it', async () => {
    const person = seeded.people.find(({ link }) => link?.lead.app.app === 'INSTAGRAM');
    if (person?.link === undefined) throw new Error('Nobody is there to look.');
    const { graph } = await seeded.signIn(person.link.lead);
    const { viewer, feed } = await graph.request<Page, Record<string, never>>(parse(page), {});
    const linked = [person.link.lead, ...person.link.others.map(({ account }) => account)];
    expect(viewer.accounts.map(({ username }) => username)).toEqual(linked.map(({ username }) => username));
    expect(feed.nodes.length).toBeGreaterThan(5);
    const [photo] = feed.nodes.flatMap(({ media }) => media);
    const { status, headers } = await send(photo?.url ?? '');
    expect([status, headers.get('content-type')]).toEqual([200, 'image/webp']);
  });

  it('can be lived in: a seeded person links another account, and posts to it', async () => {
    const person = seeded.people.find(({ accounts, link }) => accounts.length > 1 && link === undefined);
    const [one, other] = await Promise.all((person?.accounts ?? []).slice(0, 2).map(seeded.signIn));
    if (one === undefined || other === undefined) throw new Error('Nobody is there to link.');
    const flowId = await world.startLink(one);
    await world.prove(one, flowId, other, 'seeded-password-1');
    await world.finishLink(one, flowId);
    const media = await world.upload(one);
    const { sharing } = await world.crossPost(one, { mediaIds: [media.id], targetAccountIds: [other.id] });
    expect(sharing?.deliveries).toHaveLength(1);
  });
});

describe('the same seed', () => {
  const contentsOn = async (dialect: 'sqlite' | 'postgres', seed: string): Promise<Record<string, string>> => {
    await using world = (await startSeededWorld(20, { dialect, seed })).world;
    // The service makes its key itself.
    return without(await contentsOf(world), 'signingKey');
  };
  // PostgreSQL has an order of its own for the keys of JSON.
  const withoutJson = (contents: Record<string, string>) => without(contents, 'crossPost', 'linkAudit');

  it('gives the same rows every time, on every database, and leaves the outbox empty', async () => {
    const contents = await contentsOn('sqlite', 'one');
    expect(await contentsOn('sqlite', 'one')).toEqual(contents);
    expect(withoutJson(await contentsOn('postgres', 'one'))).toEqual(withoutJson(contents));
    expect(await contentsOn('sqlite', 'other')).not.toEqual(contents);
    for (const { service } of apps) expect(contents[`${service}.outbox`]).toMatch(/^0 rows/);
  });
});

interface Page {
  readonly viewer: { readonly accounts: readonly { readonly username: string }[] };
  readonly feed: { readonly nodes: readonly { readonly media: readonly { readonly url: string }[] }[] };
}

const page = `query Page {
  viewer { accounts { username } }
  feed: instagramFeed(first: 20) { nodes { text author { username } media { url(size: SMALL) } } }
}`;

function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return sorted(rows.map(({ id }) => id));
}

function sorted(texts: readonly string[]): string[] {
  return [...texts].sort();
}

function without(contents: Record<string, string>, ...tables: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(contents).filter(([name]) => !tables.includes(name.split('.')[1] ?? '')));
}
