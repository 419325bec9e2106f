/**
 * A total that is shared out with a heavy tail: few have very much, many a little. Places of the total are handed out in
 * the order of the ranks, so both directions are computed: a rank's places, and a place's rank.
 */
export interface LongTail {
  /** Of all ranks together. */
  readonly total: number;
  /** The first place of a rank; its last is before the first of the next. */
  start(rank: number): number;
  rankAt(place: number): number;
}

/** Each step has half of the ranks of the next, and this power of two more for each. */
const STEEPNESS = 0.6;

const nowhere: Step = { firstRank: 0, firstPlace: 0, each: 1 };

interface Step {
  readonly firstRank: number;
  readonly firstPlace: number;
  readonly each: number;
}

/** Shares out `count * average` places to `count` ranks, of which 0 gets most. */
export function createLongTail(count: number, average: number): LongTail {
  const steps = stairs(count, average);
  const lastStep = (hasBegun: (step: Step) => boolean): Step => steps.findLast(hasBegun) ?? nowhere;

  function start(rank: number): number {
    const { firstRank, firstPlace, each } = lastStep((step) => step.firstRank <= rank);
    return Math.floor(firstPlace + (rank - firstRank) * each);
  }

  function rankAt(place: number): number {
    const { firstRank, firstPlace, each } = lastStep((step) => step.firstPlace <= place);
    let rank = Math.min(firstRank + Math.floor((place - firstPlace) / each), count - 1);
    // A place in part before a rank's border belongs to the one behind it.
    while (start(rank) > place) rank -= 1;
    while (start(rank + 1) <= place) rank += 1;
    return rank;
  }
  return { total: start(count), start, rankAt };
}

/** Ranks [0,1), [1,2), [2,4), [4,8) … */
function stairs(count: number, average: number): readonly Step[] {
  const ends = [...Array.from({ length: Math.ceil(Math.log2(count)) }, (_, step) => 2 ** step), count];
  const steps = ends.map((end, index) => ({
    end,
    firstRank: ends[index - 1] ?? 0,
    weight: (count / end) ** STEEPNESS,
  }));
  const weightOfAll = steps.reduce((sum, { firstRank, end, weight }) => sum + (end - firstRank) * weight, 0);
  let firstPlace = 0;
  return steps.map(({ firstRank, end, weight }) => {
    const each = (weight * count * average) / weightOfAll;
    const step = { firstRank, firstPlace, each };
    firstPlace += (end - firstRank) * each;
    return step;
  });
}
