import { createHash, randomBytes } from 'node:crypto';
import type { Database, Writer } from '@accounts-center/db';
import type { Clock, Ids } from '@accounts-center/subgraph-kit';
import type { Birth } from './identity.table.ts';
import { createSessionsStore, type Session } from './sessions.store.ts';

const REFRESH_TOKEN_BYTES = 32;
const REFRESH_TOKEN_LIFETIME_MS = 30 * 24 * 60 * 60_000;

// A client may send a refresh twice: two tabs at once, or a retry after a lost answer. The second is refused, as the pair of
// the first is kept as a hash and can't be told again, but the session lives on for whoever holds it. Later than this, a used
// token means that two parties have it, and the session ends for both.
const REUSE_GRACE_MS = 30_000;

/** A session with a refresh token that is told this once. */
export interface OpenedSession {
  readonly session: Session;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

export interface Sessions {
  open(tx: Writer, of: { accountId: string; birth: Birth }): Promise<OpenedSession>;
  /** Trades a refresh token for the next; undefined when it is unknown, expired or used, or its session has ended. */
  carryOn(refreshToken: string): Promise<OpenedSession | undefined>;
  end(sessionId: string): Promise<void>;
  /** Deletes sessions that have expired. */
  sweep(): Promise<void>;
}

export function createSessions(deps: { db: Database; clock: Clock; ids: Ids }): Sessions {
  const { db, clock, ids } = deps;
  const store = createSessionsStore(db);
  const refreshExpiry = (from: Date): Date => new Date(from.getTime() + REFRESH_TOKEN_LIFETIME_MS);

  async function issueToken(tx: Writer, session: Session, now: Date): Promise<OpenedSession> {
    const refreshToken = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url');
    const expiresAt = refreshExpiry(now);
    await store.addToken(tx, { hash: hashOf(refreshToken), sessionId: session.id, createdAt: now, expiresAt });
    return { session, refreshToken, refreshTokenExpiresAt: expiresAt };
  }

  return {
    async open(tx, { accountId, birth }) {
      const now = clock.now();
      const times = { authenticatedAt: now, createdAt: now, expiresAt: refreshExpiry(now) };
      const session = { id: ids.next('ses'), accountId, birth, ...times };
      await store.add(tx, session);
      return issueToken(tx, session, now);
    },

    carryOn: (refreshToken) =>
      db.write(
        async (tx) => {
          const now = clock.now();
          const hash = hashOf(refreshToken);
          const found = await store.findToken(tx, hash);
          if (found === undefined || found.expiresAt <= now) return undefined;
          if (found.usedAt !== null) {
            const isRetry = now.getTime() - found.usedAt.getTime() < REUSE_GRACE_MS;
            if (!isRetry) await store.end(tx, found.session.id, now);
            return undefined;
          }
          await store.markUsed(tx, hash, now);
          return issueToken(tx, found.session, now);
        },
        { name: 'refresh session' },
      ),

    end: (sessionId) => db.write((tx) => store.end(tx, sessionId, clock.now()), { name: 'end session' }),

    sweep: () => db.write((tx) => store.removeExpired(tx, clock.now()), { name: 'sweep sessions' }),
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
