import type { Clock, Logger } from '@accounts-center/subgraph-kit';
import { z } from 'zod';

const MAX_SESSIONS = 1_000_000;
const MAX_PAGES = 2_000;
const COOLDOWN_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;
/** Until then a token may still be believed that has expired: no issuer's clock may be further off. */
const MAX_SKEW_MS = 300_000;

const Page = z.object({
  cursor: z.string().max(1_000),
  sessions: z.array(z.object({ sid: z.string().min(1).max(200), expiresAt: z.iso.datetime({ offset: true }) })),
});

/** The sessions that an issuer has ended, as far as it has told. */
export interface Revocations {
  has(sessionId: string): boolean;
  /** Whether all was heard that had ended before this process began. Asks, when not, but not twice in a second. */
  isWhole(): Promise<boolean>;
  /** Asks for what has ended since. Never rejects; what is known stays. */
  poll(): Promise<void>;
}

interface RevocationParts {
  /** Fetches a page: what has ended since an earlier one. */
  readonly load: (cursor: string | undefined) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of how many sessions it is known that they have ended; a million unless told. */
  readonly maxSessions?: number;
}

/** Keeps an issuer's list of ended sessions, each until its access tokens have all run out. */
export function createRevocations(parts: RevocationParts): Revocations {
  const { load, clock, log, maxSessions = MAX_SESSIONS } = parts;
  const expiries = new Map<string, number>();
  let cursor: string | undefined;
  let whole = false;
  let underWay: Promise<void> | undefined;
  let polledAtMs = Number.NEGATIVE_INFINITY;
  let sweptAtMs = clock.now().getTime();

  /** Takes a page; false when there was nothing new in it, so that there is no more to ask for. */
  function take(answer: unknown): boolean {
    const page = Page.parse(answer);
    const { size } = expiries;
    for (const { sid, expiresAt } of page.sessions) expiries.set(sid, Date.parse(expiresAt));
    ({ cursor } = page);
    const isNew = expiries.size > size;
    if (expiries.size > maxSessions) forgetOldest();
    return isNew;
  }

  function forgetOldest(): void {
    log.error(`More than ${maxSessions} sessions have ended of late. The first of them are forgotten.`);
    for (const sid of expiries.keys()) {
      if (expiries.size <= maxSessions) return;
      expiries.delete(sid);
    }
  }

  function sweep(): void {
    const nowMs = clock.now().getTime();
    if (nowMs - sweptAtMs < SWEEP_EVERY_MS) return;
    sweptAtMs = nowMs;
    for (const [sid, expiresAtMs] of expiries) if (expiresAtMs + MAX_SKEW_MS < nowMs) expiries.delete(sid);
  }

  async function readAll(): Promise<void> {
    sweep();
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      if (!take(await load(cursor))) {
        whole = true;
        return;
      }
    }
  }

  function poll(): Promise<void> {
    polledAtMs = clock.now().getTime();
    underWay ??= readAll()
      // Whoever loads tells of it.
      .catch(() => {})
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  }

  return {
    has: (sessionId) => expiries.has(sessionId),
    isWhole: async () => {
      if (whole) return true;
      await (clock.now().getTime() - polledAtMs >= COOLDOWN_MS ? poll() : underWay);
      return whole;
    },
    poll,
  };
}
