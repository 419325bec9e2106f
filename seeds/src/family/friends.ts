import { calendar } from './calendar.ts';
import { type Connection, latest, type Reach } from './connection.ts';
import { createLongTail } from './long-tail.ts';
import type { Outline } from './people.ts';
import { createPermutation } from './permutation.ts';

const KEPT = 0.75;
const ASKED_ONLY = 0.05;

/**
 * Friendships of one app, in both directions and with no memory of them: everybody holds out some hands, and an order
 * that is its own reverse says which hand meets which.
 */
export function createFriends({
  count,
  average,
  coverage,
  app,
  chanceOf,
  people,
}: Reach): (one: Outline) => Connection[] {
  const hands = createLongTail(count, average / coverage / KEPT);
  const byRank = createPermutation(count, chanceOf(`friends by rank ${app.app}`, 0));
  const pairing = createPermutation(hands.total, chanceOf(`pairs of friends ${app.app}`, 0));

  function partnerOf(hand: number): number | undefined {
    const beside = pairing.at(hand) ^ 1;
    return beside < hands.total ? pairing.origin(beside) : undefined;
  }

  /** The first pair of hands that two people hold, of several. */
  function pairsOf(person: number): Map<number, number> {
    const rank = byRank.at(person);
    const pairs = new Map<number, number>();
    for (let hand = hands.start(rank); hand < hands.start(rank + 1); hand++) {
      const partner = partnerOf(hand);
      if (partner === undefined) continue;
      const other = byRank.origin(hands.rankAt(partner));
      const pair = Math.min(hand, partner);
      if (other !== person) pairs.set(other, Math.min(pair, pairs.get(other) ?? pair));
    }
    return pairs;
  }

  return (one) =>
    [...pairsOf(one.person)].flatMap(([person, pair]) => {
      // Both sides of a pair come to the same answers.
      const chance = chanceOf(`friends ${app.app}`, pair);
      if (!chance.happens(KEPT)) return [];
      const isAskedOnly = chance.happens(ASKED_ONLY);
      const isAskedByLater = chance.happens(0.5);
      if (isAskedOnly && isAskedByLater !== one.person > person) return [];
      const other = people.outline(person, app);
      if (other === undefined) return [];
      const since = chance.between(latest(one.createdAt, other.createdAt), calendar.until);
      return [{ other, state: isAskedOnly ? 'REQUESTED' : 'ACCEPTED', since }];
    });
}
