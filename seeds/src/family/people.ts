import { checkUsername } from '@accounts-center/app-kit/seeding';
import { calendar } from './calendar.ts';
import type { ChanceOf } from './chance.ts';
import type { SeededApp } from './family-apps.ts';
import type { FamilyIds } from './family-ids.ts';
import { type Name, nameParts, usernameOf } from './names.ts';

/** An account as far as others have to do with it. */
export interface Outline {
  readonly id: string;
  readonly app: SeededApp;
  readonly person: number;
  readonly isPrivate: boolean;
  readonly createdAt: Date;
}

/** The profile of a person, whatever the app. */
export interface Profile {
  readonly name: Name;
  readonly bio: string;
  /** Written the same in every app. */
  readonly username: string;
  /** For apps that take an underscore; the same as `username` for many. */
  readonly otherUsername: string;
  readonly isVerified: boolean;
}

/** Everybody, computed from their numbers. */
export interface People {
  /** The apps in which a person has an account, the first one first. */
  appsOf(person: number): readonly SeededApp[];
  /** What a person has in an app; undefined for nothing. */
  outline(person: number, app: SeededApp): Outline | undefined;
  profile(person: number): Profile;
}

/** How many of a hundred have one account, two, three, four. */
const counts = [35, 35, 20, 10];
const PRIVATE = 0.12;
const VERIFIED = 0.01;

/** @param apps of which each person takes some */
export function createPeople(chanceOf: ChanceOf, ids: FamilyIds, apps: readonly SeededApp[]): People {
  function appsOf(person: number): SeededApp[] {
    const chance = chanceOf('apps', person);
    const left = [...apps];
    const chosen: SeededApp[] = [];
    for (let wanted = 1 + chance.weighted(counts); wanted > 0 && left.length > 0; wanted--) {
      const weights = left.map(({ popularity }) => popularity);
      chosen.push(...left.splice(chance.weighted(weights), 1));
    }
    return chosen;
  }

  return {
    appsOf,
    outline: (person, app) => {
      if (!appsOf(person).includes(app)) return undefined;
      const chance = chanceOf('outline', person, app.place);
      // Where all posts are for everybody, nobody is private.
      const mayBePrivate = app.rules.post?.audience !== 'ALWAYS_PUBLIC';
      const isPrivate = chance.happens(PRIVATE) && mayBePrivate;
      const createdAt = chance.between(calendar.firstAccount, calendar.lastAccount);
      return { id: ids.account(app, person), app, person, isPrivate, createdAt };
    },
    profile: (person) => {
      const chance = chanceOf('profile', person);
      const name = { first: chance.oneOf(nameParts.firstNames), last: chance.oneOf(nameParts.lastNames) };
      return {
        name,
        bio: chance.oneOf(nameParts.bios),
        username: usernameOf(name, person, '.'),
        otherUsername: usernameOf(name, person, chance.happens(0.5) ? '_' : '.'),
        isVerified: chance.happens(VERIFIED),
      };
    },
  };
}

/** A username of a person for an app. */
export function usernameFor({ username, otherUsername }: Profile, { rules }: SeededApp): string {
  return checkUsername(rules.username, otherUsername) === undefined ? otherUsername : username;
}
