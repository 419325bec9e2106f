import { randomBytes } from 'node:crypto';
import { createBoundedQueue } from '@accounts-center/subgraph-kit';
import { hash, verify } from '@node-rs/argon2';

/** Cost of argon2id: memory in KiB, passes, threads. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** How many passwords are worked on at once, and how many wait for their turn. */
export interface PasswordQueue {
  readonly concurrent: number;
  readonly waiting: number;
}

// As many as Node has threads for them; who waits behind 64 others still has an answer within seconds.
const DEFAULT_QUEUE: PasswordQueue = { concurrent: 4, waiting: 64 };

/** Each method throws `QueueFull` when too many wait for theirs already. */
export interface Passwords {
  /** The argon2id hash to keep. */
  hash(password: string): Promise<string>;
  /** Whether this is the password; without a hash, as of nobody, false after the same work. */
  verify(password: string, passwordHash: string | undefined): Promise<boolean>;
}

export function createPasswords(cost: PasswordCost = DEFAULT_PASSWORD_COST, queue = DEFAULT_QUEUE): Passwords {
  const run = createBoundedQueue(queue);
  const nobodysHash = hash(randomBytes(16), cost);
  return {
    hash: (password) => run(() => hash(password.normalize('NFKC'), cost)),
    verify: (password, passwordHash) =>
      run(async () => {
        const isRight = await verify(passwordHash ?? (await nobodysHash), password.normalize('NFKC'));
        return isRight && passwordHash !== undefined;
      }),
  };
}
