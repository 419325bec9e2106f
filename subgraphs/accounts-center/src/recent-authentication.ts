import type { Clock } from '@accounts-center/subgraph-kit';
import type { Viewer } from './context.ts';

const RECENT_MS = 10 * 60_000;

/** Whether the viewer proved who they are in the last 10 minutes (F2). */
export function isRecentlyAuthenticated(viewer: Viewer, clock: Clock): boolean {
  return clock.now().getTime() - viewer.authenticatedAt.getTime() < RECENT_MS;
}
