import type { relationsTables } from '@accounts-center/app-kit/seeding';
import type { ChanceOf } from './chance.ts';
import type { SeededApp } from './family-apps.ts';
import type { Outline, People } from './people.ts';

/** That one account follows another, or is its friend, or has asked to be. */
export interface Connection {
  readonly other: Outline;
  readonly state: (typeof relationsTables)['sqlite']['relation']['$inferSelect']['state'];
  readonly since: Date;
}

/** What connections are made of. */
export interface Reach {
  readonly app: SeededApp;
  /** Of all people, of whom not everybody is in the app. */
  readonly count: number;
  /** How many connections an account has. */
  readonly average: number;
  /** The share of people who are in the app. */
  readonly coverage: number;
  readonly chanceOf: ChanceOf;
  readonly people: People;
}

export function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}
