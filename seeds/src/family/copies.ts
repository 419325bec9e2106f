import { checkPost, type PostRefusal } from '@accounts-center/app-kit/seeding';
import type { Picture } from '../photos/picture.ts';
import { later } from './calendar.ts';
import type { FamilyIds } from './family-ids.ts';
import type { Person, SeededAccount } from './person.ts';
import type { PostPhoto, Posts, SeededPost } from './posts.ts';

/** The copy of a post in another app. */
export interface SeededCopy {
  readonly id: string;
  readonly photos: readonly PostPhoto[];
  readonly createdAt: Date;
}

/** The way of a post to one account. */
export interface SeededDelivery {
  readonly id: string;
  readonly target: SeededAccount;
  readonly settledAt: Date;
  /** What the target's app has against it. */
  readonly refusal: PostRefusal | undefined;
  /** Undefined where it was refused. */
  readonly copy: SeededCopy | undefined;
}

/** A post that was carried to other accounts, by their standing settings. */
export interface CarriedPost {
  readonly id: string;
  readonly post: SeededPost;
  readonly deliveries: readonly SeededDelivery[];
}

const SECONDS_UNDERWAY = 2;

/**
 * Says which posts were carried where, by the apps' own rules.
 * @param apps how many there are
 */
export function createCopies(ids: FamilyIds, posts: Posts, pool: readonly Picture[], apps: number) {
  function delivery(person: number, post: SeededPost, target: SeededAccount): SeededDelivery {
    const settledAt = later(post.createdAt, SECONDS_UNDERWAY);
    const { app } = target;
    const part = post.number * apps + app.place;
    const photos = post.photos.map((photo, place) => {
      const mediaId = ids.row(`${app.idPrefix}m`, settledAt, `copy ${place}`, person, part);
      return { ...photo, mediaId };
    });
    const media = post.photos.map(({ picture }) => pictureOf(pool, picture));
    const author = { ...target, photoId: null, state: 'ACTIVE', stateVersion: 1 } as const;
    const [refusal] = checkPost(app.rules.post, author, { ...post, media });
    const id = ids.row(`${app.idPrefix}p`, settledAt, 'copy', person, part);
    const copy = refusal === undefined ? { id, photos, createdAt: settledAt } : undefined;
    return { id: ids.row('dlv', post.createdAt, 'copy', person, part), target, settledAt, refusal, copy };
  }

  return {
    /** All of a person's. */
    *of(person: Person): Generator<CarriedPost> {
      const { link, index } = person;
      const always = link?.sharing.filter(({ choice }) => choice === 'ALWAYS') ?? [];
      if (link === undefined || always.length === 0) return;
      for (const post of posts.by(person, link.lead)) {
        const targets = always.filter(({ setAt }) => setAt <= post.createdAt);
        if (targets.length === 0) continue;
        const id = ids.row('xps', post.createdAt, 'post', index, post.number);
        yield { id, post, deliveries: targets.map(({ to }) => delivery(index, post, to)) };
      }
    },
  };
}

/** @param picture any number: the pool is gone through again and again */
export function pictureOf(pool: readonly Picture[], picture: number): Picture {
  const found = pool[picture % pool.length];
  if (found === undefined) throw new Error('There are no pictures.');
  return found;
}
