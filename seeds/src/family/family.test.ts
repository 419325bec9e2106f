import { checkDisplayName, checkUsername } from '@accounts-center/app-kit/seeding';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../photos/picture.ts';
import { createChance } from './chance.ts';
import { createFamily } from './family.ts';
import { seededApps } from './family-apps.ts';
import { createLongTail } from './long-tail.ts';
import { createPermutation } from './permutation.ts';
import type { SeededAccount } from './person.ts';

const chanceOf = createChance('test');
const picture = { kind: 'PHOTO', width: 1_080, height: 1_080, durationMs: null } as Picture;
const family = createFamily({ people: 2_000, seed: 'test' }, [picture]);
const people = [...family.people()];
const accounts = people.flatMap((person) => person.accounts.map((account) => ({ person, account })));

describe('chance', () => {
  it('is the same for the same purpose, and another for any other', () => {
    const draw = (seed: string, topic: string, index: number, part?: number) =>
      createChance(seed)(topic, index, part).uint32();
    const draws = [draw('a', 'x', 1), draw('b', 'x', 1), draw('a', 'y', 1), draw('a', 'x', 2), draw('a', 'x', 1, 1)];
    expect(draw('a', 'x', 1)).toBe(draws[0]);
    expect(new Set(draws).size).toBe(draws.length);
  });
});

describe('a permutation', () => {
  it.each([1, 2, 3, 5, 64, 1_000])('of %i takes each number to one of its own, and back', (size) => {
    const permutation = createPermutation(size, chanceOf('permutation', size));
    const numbers = Array.from({ length: size }, (_, number) => number);
    const shuffled = numbers.map(permutation.at);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(numbers);
    expect(shuffled.map(permutation.origin)).toEqual(numbers);
  });
});

describe('a long tail', () => {
  it.each([2, 3, 100, 12_345])('shares all out to %i, and knows whose a place is', (count) => {
    const tail = createLongTail(count, 10);
    expect(Math.abs(tail.total - count * 10)).toBeLessThanOrEqual(1);
    for (const rank of [0, 1, Math.floor(count / 2), count - 1]) {
      for (let place = tail.start(rank); place < tail.start(rank + 1); place++) expect(tail.rankAt(place)).toBe(rank);
    }
  });

  it('gives the first a hundred times what the last get', () => {
    const tail = createLongTail(10_000, 10);
    const share = (rank: number): number => tail.start(rank + 1) - tail.start(rank);
    expect(share(0)).toBeGreaterThan(share(9_999) * 100);
  });
});

describe('people', () => {
  it('have one to four accounts, and half of them linked ones', () => {
    const linked = people.filter(({ link }) => link !== undefined);
    expect(new Set(people.map((person) => person.accounts.length))).toEqual(new Set([1, 2, 3, 4]));
    expect(linked.length / people.length).toBeGreaterThan(0.3);
    expect(linked.some(({ link }) => (link?.syncedFields.length ?? 0) > 0)).toBe(true);
    expect(linked.some(({ link }) => (link?.sharing.length ?? 0) > 0)).toBe(true);
  });

  it('PR4: have names that their apps take', () => {
    const faults = accounts.flatMap(({ account: { app, username, displayName } }) => [
      checkUsername(app.rules.username, username),
      checkDisplayName(app.rules.displayName, displayName),
    ]);
    expect(faults.filter(Boolean)).toEqual([]);
  });

  it('have usernames and ids of their own', () => {
    const names = accounts.map(({ account }) => `${account.app.app} ${account.username}`);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(accounts.map(({ account }) => account.id)).size).toBe(accounts.length);
  });
});

describe('connections', () => {
  const all = accounts.map(({ account }) => ({ account, connections: family.connectionsOf(account) }));
  const inApp = (relation: string) => all.filter(({ account }) => account.app.relation === relation);

  it('are some ten each, and very many for a few', () => {
    for (const relation of ['friends', 'follows']) {
      const degrees = inApp(relation).map(({ connections }) => connections.length);
      const average = degrees.reduce((sum, degree) => sum + degree, 0) / degrees.length;
      expect(average, relation).toBeGreaterThan(8);
      expect(average, relation).toBeLessThan(12);
      expect(Math.max(...degrees), relation).toBeGreaterThan(100);
    }
  });

  it('of friends are the same from both sides', () => {
    const friends = inApp('friends').flatMap(({ account, connections }) =>
      connections
        .filter(({ state }) => state === 'ACCEPTED')
        .map(({ other, since }) => ({ pair: `${account.id} ${other.id}`, back: `${other.id} ${account.id}`, since })),
    );
    const since = new Map(friends.map((one) => [one.pair, one.since.getTime()]));
    expect(friends.filter((one) => since.get(one.back) !== one.since.getTime())).toEqual([]);
  });

  it('lead to others, once each, and not to oneself', () => {
    for (const { account, connections } of all) {
      const ids = connections.map(({ other }) => other.id);
      expect(new Set([...ids, account.id]).size).toBe(ids.length + 1);
    }
  });
});

describe('posts', () => {
  it('are ten a person, and very many of a few', () => {
    const counts = people.map((person) =>
      person.accounts.reduce((sum, account) => sum + postsOf(person, account).length, 0),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(people.length * 10);
    expect(Math.max(...counts)).toBeGreaterThan(100);
  });

  it('X5: are carried where the target’s app takes them, and only since that was set', () => {
    const carried = people.flatMap((person) => [...family.carriedBy(person)]);
    const deliveries = carried.flatMap((one) => one.deliveries);
    expect(new Set(deliveries.map(({ refusal }) => refusal?.reason))).toContain('MEDIA_REQUIRED');
    for (const { copy, refusal } of deliveries) expect(copy === undefined).toBe(refusal !== undefined);
    for (const { post } of carried) {
      const settings = people[post.author.person]?.link?.sharing ?? [];
      expect(settings.some(({ setAt, choice }) => choice === 'ALWAYS' && setAt <= post.createdAt)).toBe(true);
    }
  });
});

it('D4: a fifth app has people of its own, and its copies have ids of their own', () => {
  const [like] = seededApps;
  if (like === undefined) throw new Error('There are no apps.');
  const fifth = { ...like, service: 'fifth', idPrefix: 'xx', place: seededApps.length };
  const five = createFamily({ people: 2_000, seed: 'test', apps: [...seededApps, fifth] }, [picture]);
  const everybody = [...five.people()];
  const inFifth = everybody.flatMap((person) => person.accounts).filter(({ app }) => app === fifth);
  expect(inFifth.length).toBeGreaterThan(200);
  const deliveries = everybody.flatMap((person) => [...five.carriedBy(person)]).flatMap((one) => one.deliveries);
  expect(deliveries.some(({ target }) => target.app === fifth)).toBe(true);
  expect(new Set(deliveries.map(({ id }) => id)).size).toBe(deliveries.length);
});

function postsOf(person: (typeof people)[number], account: SeededAccount) {
  return [...family.postsBy(person, account)];
}
