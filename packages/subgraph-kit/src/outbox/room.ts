import type { LeasedEntry, Room } from './lease.store.ts';

/**
 * How much more may be taken up without overfilling the worker or any lane.
 * @param running what is under way
 */
export function roomBeside(
  running: readonly LeasedEntry[],
  { concurrency, laneConcurrency }: { concurrency: number; laneConcurrency: number },
): Room {
  const counts = new Map<string, number>();
  for (const { lane } of running) counts.set(lane, (counts.get(lane) ?? 0) + 1);
  const exceptLanes = [...counts].filter(([, count]) => count >= laneConcurrency).map(([lane]) => lane);
  const openCounts = [...counts.values()].filter((count) => count < laneConcurrency);
  // All that is claimed at once may be of the busiest open lane.
  const laneRoom = laneConcurrency - Math.max(0, ...openCounts);
  return {
    limit: Math.min(concurrency - running.length, laneRoom),
    exceptIds: running.map(({ id }) => id),
    exceptLanes,
  };
}
