import type { Database } from '@accounts-center/db';
import type { AppContract } from '../app-contract/app-contract.ts';

/** Thrown wherever a process that has died would go on. */
export class Death extends Error {
  constructor() {
    super('The process died here.');
    this.name = 'Death';
  }
}

/** A process that dies at a step, and takes no further one. A step is the begin, or the end, of a call or a write. */
export interface Mortality {
  /** Takes a step. @throws Death at the last one, and ever after */
  step(): void;
  isDead(): boolean;
}

/** @param lastStep counted from 0; never, when left out */
export function mortality(lastStep = Number.POSITIVE_INFINITY): Mortality {
  let steps = 0;
  return {
    step() {
      if (steps++ >= lastStep) throw new Death();
    },
    isDead: () => steps > lastStep,
  };
}

/** The database, as a mortal process uses it: it may die before a write, or when the write is durable and nothing more. */
export function mortalDatabase(db: Database, { step }: Mortality): Database {
  return {
    ...db,
    async write(transaction, options) {
      step();
      const result = await db.write(transaction, options);
      step();
      return result;
    },
  };
}

/** The apps, as a mortal process calls them: it may die before a call, or when the app has acted and nothing more. */
export function mortalContract(contract: AppContract, { step }: Mortality): AppContract {
  const methods = Object.entries(contract).map(([name, method]: [string, (...args: unknown[]) => Promise<unknown>]) => {
    const mortal = async (...args: unknown[]) => {
      step();
      const answer = await method(...args);
      step();
      return answer;
    };
    return [name, mortal] as const;
  });
  return Object.fromEntries(methods) as unknown as AppContract;
}
