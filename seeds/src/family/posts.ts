import type { Audience } from '@accounts-center/app-kit/seeding';
import { calendar } from './calendar.ts';
import type { Chance, ChanceOf } from './chance.ts';
import type { FamilyIds } from './family-ids.ts';
import { createLongTail } from './long-tail.ts';
import { createPermutation } from './permutation.ts';
import type { Person, SeededAccount } from './person.ts';
import { altTextOf, wordsOf } from './words.ts';

/** A photo of a post: which picture of the pool it is. */
export interface PostPhoto {
  readonly mediaId: string;
  readonly picture: number;
  readonly altText: string | null;
}

/** A post that its author made in its app. */
export interface SeededPost {
  readonly id: string;
  readonly author: SeededAccount;
  /** Of all posts of its author's person. */
  readonly number: number;
  readonly text: string;
  readonly audience: Audience;
  readonly photos: readonly PostPhoto[];
  readonly createdAt: Date;
}

/** Room for the photos of one post among the parts of chance. */
const MAX_PHOTOS = 4;

export interface Posts {
  /** What a person posted with one account. */
  by(person: Person, author: SeededAccount): Generator<SeededPost>;
}

/** @param average how many posts a person makes */
export function createPosts(count: number, average: number, chanceOf: ChanceOf, ids: FamilyIds): Posts {
  const shares = createLongTail(count, average);
  const byEagerness = createPermutation(count, chanceOf('posts by eagerness', 0));

  function photosOf(chance: Chance, { index }: Person, { app }: SeededAccount, number: number, at: Date): PostPhoto[] {
    const photos = Array.from({
      length: howManyPhotos(chance, app.rules.post?.minMedia ?? 0, app.rules.post?.maxMedia ?? 0),
    });
    return photos.map((_, place) => {
      const mediaId = ids.row(`${app.idPrefix}m`, at, 'post', index, number * MAX_PHOTOS + place);
      return { mediaId, picture: chance.below(2 ** 31), altText: altTextOf(chance) };
    });
  }

  return {
    *by(person, author) {
      const rank = byEagerness.at(person.index);
      const liveliness = person.accounts.map(({ app }) => app.liveliness);
      const wanted = person.accounts.indexOf(author);
      for (let number = shares.start(rank + 1) - shares.start(rank) - 1; number >= 0; number--) {
        const chance = chanceOf('post', person.index, number);
        if (chance.weighted(liveliness) !== wanted) continue;
        const createdAt = chance.between(author.createdAt, calendar.until);
        const audience = audienceOf(chance, author);
        const photos = photosOf(chance, person, author, number, createdAt);
        const id = ids.row(`${author.app.idPrefix}p`, createdAt, 'post', person.index, number);
        yield { id, author, number, text: wordsOf(chance), audience, photos, createdAt };
      }
    },
  };
}

function howManyPhotos(chance: Chance, min: number, max: number): number {
  const extra = chance.weighted([85, 12, 3]);
  return Math.min(min + extra, max, MAX_PHOTOS);
}

function audienceOf(chance: Chance, { app, isPrivate }: SeededAccount): Audience {
  const rule = app.rules.post?.audience;
  const chosen = chance.happens(0.6) ? 'PUBLIC' : 'FOLLOWERS';
  if (rule === 'PER_ACCOUNT') return isPrivate ? 'FOLLOWERS' : 'PUBLIC';
  return rule === 'ALWAYS_PUBLIC' ? 'PUBLIC' : chosen;
}
