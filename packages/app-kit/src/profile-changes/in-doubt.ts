import { accountsCenter } from '@accounts-center/schema';
import type { OutboxEntry } from '@accounts-center/subgraph-kit';

/** The job that looks after a prepared change once its time is over. */
export const WATCH_PROFILE_CHANGE = 'profile-change.watch';

/** The event that asks accounts-center what became of a change: { key }. */
const PROFILE_CHANGE_IN_DOUBT = 'profile-change.in-doubt';

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 60 * 60 * 1000;

export function watchJob(service: string, key: string, expiresAt: Date): OutboxEntry {
  return { type: WATCH_PROFILE_CHANGE, destination: service, payload: { key }, availableAt: expiresAt };
}

/** At most one question per change is on its way at a time. */
export function inDoubtEvent(key: string): OutboxEntry {
  return {
    type: PROFILE_CHANGE_IN_DOUBT,
    destination: accountsCenter,
    payload: { key },
    dedupeKey: `${PROFILE_CHANGE_IN_DOUBT} ${key}`,
  };
}

/** How long to wait before asking again, after `asked` times. */
export function waitMs(asked: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (asked - 1));
}
