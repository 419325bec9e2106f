import type { Picture } from '../photos/picture.ts';
import { createChance } from './chance.ts';
import type { Connection } from './connection.ts';
import { type CarriedPost, createCopies } from './copies.ts';
import { type SeededApp, seededApps } from './family-apps.ts';
import { createFamilyIds, type FamilyIds } from './family-ids.ts';
import { createFollows } from './follows.ts';
import { createFriends } from './friends.ts';
import { createPeople, type Outline, type People } from './people.ts';
import { createPersons, type Person, type SeededAccount } from './person.ts';
import { createPosts, type SeededPost } from './posts.ts';

export interface FamilyOptions {
  readonly people: number;
  /** The same seed gives the same family. */
  readonly seed: string;
  /** The apps of the project unless told. */
  readonly apps?: readonly SeededApp[];
}

/**
 * The people of a family of apps and all they did, computed from the seed: nothing is kept, so that it may be of any
 * size, and every service's rows can be written by a process of its own.
 */
export interface Family {
  readonly size: number;
  readonly ids: FamilyIds;
  person(index: number): Person;
  people(): Generator<Person>;
  connectionsOf(account: Outline): Connection[];
  /** What an account posted by itself. */
  postsBy(person: Person, author: SeededAccount): Generator<SeededPost>;
  /** What a person's accounts carried to each other. */
  carriedBy(person: Person): Generator<CarriedPost>;
}

const CONNECTIONS = 10;
const POSTS = 10;
const SAMPLE = 2_048;

/** @param pool the pictures that photos show */
export function createFamily(
  { people: size, seed, apps = seededApps }: FamilyOptions,
  pool: readonly Picture[],
): Family {
  const chanceOf = createChance(seed);
  const ids = createFamilyIds(chanceOf);
  const people = createPeople(chanceOf, ids, apps);
  const persons = createPersons(chanceOf, ids, people);
  const posts = createPosts(size, POSTS, chanceOf, ids);
  const copies = createCopies(ids, posts, pool, apps.length);
  const connections = new Map(
    apps.map((app) => {
      const reach = {
        app,
        count: size,
        average: CONNECTIONS,
        coverage: coverageOf(app, people, size),
        chanceOf,
        people,
      };
      return [app.app, app.relation === 'friends' ? createFriends(reach) : createFollows(reach)];
    }),
  );

  return {
    size,
    ids,
    person: persons.personAt,
    *people() {
      for (let index = 0; index < size; index++) yield persons.personAt(index);
    },
    connectionsOf: (account) => connections.get(account.app.app)?.(account) ?? [],
    postsBy: posts.by,
    carriedBy: copies.of,
  };
}

/** About which share of the people has an account in an app. */
function coverageOf(app: SeededApp, people: People, size: number): number {
  const sample = Math.min(size, SAMPLE);
  const inApp = Array.from({ length: sample }, (_, person) => people.appsOf(person).includes(app));
  return Math.max(inApp.filter(Boolean).length, 1) / sample;
}
