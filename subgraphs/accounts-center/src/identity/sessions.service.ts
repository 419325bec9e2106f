import { createHash, randomBytes } from 'node:crypto';
import type { Database, Writer } from '@accounts-center/db';
import type { Clock, Ids } from '@accounts-center/subgraph-kit';
import type { AuthenticationMethod, Birth } from './identity.table.ts';
import type { RefreshToken, Session, SessionsStore } from './sessions.store.ts';

const DAY_MS = 24 * 60 * 60_000;
const REFRESH_TOKEN_BYTES = 32;
const REFRESH_TOKEN_LIFETIME_MS = 30 * DAY_MS;
const SESSION_LIFETIME_MS = 180 * DAY_MS;

// A client whose answer was lost sends its token again. For so long it gets another successor, unless one was used already:
// then two parties have the token.
const REUSE_GRACE_MS = 30_000;

/** A session with a refresh token that is told this once. */
export interface OpenedSession {
  readonly session: Session;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

export interface Sessions {
  open(
    tx: Writer,
    of: { accountId: string; birth: Birth; amr: readonly AuthenticationMethod[] },
  ): Promise<OpenedSession>;
  /** The account whose session a refresh token would refresh; undefined when there is none. */
  accountOf(refreshToken: string): Promise<string | undefined>;
  /** Trades a refresh token for its successor; undefined when it is unknown, expired or used, or its session has ended. */
  refreshSession(refreshToken: string): Promise<OpenedSession | undefined>;
  end(sessionId: string): Promise<void>;
  /** Deletes sessions that have expired. */
  sweep(): Promise<void>;
}

export function createSessions(deps: { db: Database; clock: Clock; ids: Ids; store: SessionsStore }): Sessions {
  const { db, clock, ids, store } = deps;

  async function issueToken(tx: Writer, session: Session, generation: number, now: Date): Promise<OpenedSession> {
    const refreshToken = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url');
    const expiresAt = expiryOf(session, now);
    const token = { hash: hashOf(refreshToken), sessionId: session.id, generation, createdAt: now, expiresAt };
    await store.addToken(tx, { ...token, usedAt: null });
    return { session, refreshToken, refreshTokenExpiresAt: expiresAt };
  }

  return {
    async open(tx, { accountId, birth, amr }) {
      const now = clock.now();
      const times = { authenticatedAt: now, createdAt: now, expiresAt: now };
      const session = { id: ids.next('ses'), accountId, birth, amr, generation: 0, ...times };
      await store.add(tx, session);
      return issueToken(tx, session, 0, now);
    },

    async accountOf(refreshToken) {
      return (await store.findToken(hashOf(refreshToken)))?.session.accountId;
    },

    refreshSession: (refreshToken) =>
      db.write(
        async (tx) => {
          const now = clock.now();
          const found = await store.findToken(hashOf(refreshToken), tx);
          if (found === undefined || found.token.expiresAt <= now) return undefined;
          const { session, token } = found;
          if (!isRefreshable(token, session, now)) {
            await store.end(tx, session.id, now);
            return undefined;
          }
          if (token.usedAt === null) await store.markUsed(tx, token, now);
          return issueToken(tx, session, token.generation + 1, now);
        },
        { name: 'refresh session' },
      ),

    end: (sessionId) => db.write((tx) => store.end(tx, sessionId, clock.now()), { name: 'end session' }),

    sweep: () => store.removeExpired(clock.now()),
  };
}

/** Whether the token is the one to be used next, or its use is being repeated and none of its successors was used. */
function isRefreshable({ generation, usedAt }: RefreshToken, session: Session, now: Date): boolean {
  if (usedAt === null) return generation === session.generation;
  return generation + 1 === session.generation && now.getTime() - usedAt.getTime() < REUSE_GRACE_MS;
}

function expiryOf({ createdAt }: Session, now: Date): Date {
  return new Date(Math.min(now.getTime() + REFRESH_TOKEN_LIFETIME_MS, createdAt.getTime() + SESSION_LIFETIME_MS));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
