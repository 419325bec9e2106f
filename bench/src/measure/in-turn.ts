/** Begins with another one in every round, so that none always has what the one before it leaves behind. */
export function inTurn<T>(list: readonly T[], round: number): T[] {
  const first = round % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}
