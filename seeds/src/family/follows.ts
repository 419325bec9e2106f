import { calendar } from './calendar.ts';
import { type Connection, latest, type Reach } from './connection.ts';
import { createLongTail } from './long-tail.ts';
import type { Outline } from './people.ts';
import { createPermutation } from './permutation.ts';

const UNANSWERED = 0.2;

/** Whom accounts of one app follow: some follow many, and others are followed by many. */
export function createFollows({
  app,
  count,
  average,
  coverage,
  chanceOf,
  people,
}: Reach): (one: Outline) => Connection[] {
  const following = createLongTail(count, average / coverage);
  const followed = createLongTail(count, average);
  const byEagerness = createPermutation(count, chanceOf(`follows by eagerness ${app.app}`, 0));
  const byFame = createPermutation(count, chanceOf(`follows by fame ${app.app}`, 0));

  return (one) => {
    const rank = byEagerness.at(one.person);
    const wishes = following.start(rank + 1) - following.start(rank);
    const connections = new Map<number, Connection>();
    const chance = chanceOf('follows', one.person, app.place);
    for (let wish = 0; wish < wishes; wish++) {
      const person = byFame.origin(followed.rankAt(chance.below(followed.total)));
      const other = person === one.person ? undefined : people.outline(person, app);
      if (other === undefined) continue;
      const isUnanswered = chance.happens(UNANSWERED) && other.isPrivate;
      const since = chance.between(latest(one.createdAt, other.createdAt), calendar.until);
      connections.set(person, { other, state: isUnanswered ? 'REQUESTED' : 'ACCEPTED', since });
    }
    return [...connections.values()];
  };
}
