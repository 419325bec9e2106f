import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Cost of argon2id: memory in KiB, passes, threads. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface Passwords {
  /** The argon2id hash to keep. */
  hash(password: string): Promise<string>;
  /** Whether this is the password; without a hash, as of nobody, false after the same work. */
  verify(password: string, passwordHash: string | undefined): Promise<boolean>;
}

export function createPasswords(cost: PasswordCost = DEFAULT_PASSWORD_COST): Passwords {
  const nobodysHash = hash(randomBytes(16), cost);
  return {
    hash: (password) => hash(password.normalize('NFKC'), cost),
    async verify(password, passwordHash) {
      const isRight = await verify(passwordHash ?? (await nobodysHash), password.normalize('NFKC'));
      return isRight && passwordHash !== undefined;
    },
  };
}
