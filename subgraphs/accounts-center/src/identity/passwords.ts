import { randomBytes } from 'node:crypto';
import { createBoundedQueue, normalize, type QueueLimits } from '@accounts-center/subgraph-kit';
import { hash, verify } from '@node-rs/argon2';
import { canBePassword } from './password-rules.ts';

/** Cost of argon2id: memory in KiB, passes, threads. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// As many as Node has threads for them, half of which one source leaves to the others; who waits behind 64 others still has
// an answer within seconds.
const DEFAULT_QUEUE: QueueLimits = { concurrent: 4, concurrentEach: 2, waiting: 64 };

/**
 * Sources of requests take turns, so that nobody waits for all that another one sends. Each method throws `QueueFull` when
 * too many wait for theirs already.
 */
export interface Passwords {
  /** The argon2id hash to keep. */
  hash(password: string, source: string): Promise<string>;
  /** Whether this is the password; without a hash, as of nobody, false after the same work. */
  verify(password: string, passwordHash: string | undefined, source: string): Promise<boolean>;
}

export function createPasswords(cost: PasswordCost = DEFAULT_PASSWORD_COST, queue = DEFAULT_QUEUE): Passwords {
  const run = createBoundedQueue(queue);
  const nobodysHash = hash(randomBytes(16), cost);
  return {
    hash: (password, source) => run(() => hash(normalize(password, 'NFKC'), cost), source),
    verify: (password, passwordHash, source) =>
      run(async () => {
        // Nobody's password is the empty one.
        const tried = canBePassword(password) ? normalize(password, 'NFKC') : '';
        const isRight = await verify(passwordHash ?? (await nobodysHash), tried);
        return isRight && passwordHash !== undefined;
      }, source),
  };
}
