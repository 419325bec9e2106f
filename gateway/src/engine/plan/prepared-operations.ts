import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import type { Admission } from '../../admission.ts';
import { internalError } from '../../errors/internal-error.ts';
import type { AccessOutcome } from '../authorise/decide-access.ts';
import type { EngineLog, EngineObserver } from '../engine-options.ts';
import { Waiters } from '../execute/waiters.ts';
import type { NormalisedOperation } from '../operation/normalise.ts';
import { type CacheCounts, PlanCache } from './plan-cache.ts';
import type { PreparedOperation } from './prepared-operation.ts';

/** What is remembered of why an operation can not be answered, in bytes. */
const FAILURE_BYTES = 2_000;

/** Why an operation can not be answered. Nothing but another schema changes that, so it is remembered like a plan. */
export interface UnplannableOperation {
  readonly kind: 'unplannable';
  readonly operation: NormalisedOperation;
  /** Made for each request, as it may have the request's id. */
  readonly error: () => GraphQLError;
  readonly sizeBytes: number;
}

export type Preparation = PreparedOperation | UnplannableOperation;

/** What an operation is planned for: labels of `@override` that are on, and what the caller may read. */
export interface Variant {
  readonly labels: ReadonlySet<string>;
  readonly access: AccessOutcome;
}

/** A plan that some wait for, each caller in a queue of its own. */
interface WaitingPlan {
  readonly waiters: Waiters;
  readonly turns: Map<string, Promise<Preparation | undefined>>;
}

export interface PreparedOperationsParts {
  /** @throws GraphQLError when it can not be answered */
  readonly make: (operation: NormalisedOperation, variant: Variant) => PreparedOperation;
  readonly cacheBytes: number;
  /** Gives the turns to plan in. */
  readonly planning: Admission;
  readonly log: EngineLog;
  readonly observer?: Pick<EngineObserver<never>, 'onPlan'> | undefined;
}

/** The operations of one supergraph that are planned, or are going to be. */
export class PreparedOperations {
  readonly #parts: PreparedOperationsParts;
  readonly #plans: PlanCache<Preparation>;
  readonly #waiting = new Map<string, WaitingPlan>();

  constructor(parts: PreparedOperationsParts) {
    this.#parts = parts;
    this.#plans = new PlanCache(parts.cacheBytes);
  }

  /** What was used last comes first. */
  latest(): NormalisedOperation[] {
    return [...new Set(this.#plans.latest().map(({ operation }) => operation))];
  }

  get counts(): CacheCounts {
    return this.#plans.counts;
  }

  /** Plans it now, if it is not planned yet. */
  prepare(operation: NormalisedOperation, variant: Variant): Preparation {
    return this.#plans.getOrMake(keyOf(operation, variant), () => this.#make(operation, variant));
  }

  /**
   * Plans it when its turn has come: once, however many ask meanwhile, and never when all of them have gone by then.
   * @param signal aborted when this one does not wait any more
   * @param turnKey of whom the request is
   * @returns `undefined` where nobody waits
   */
  prepareInTurn(
    operation: NormalisedOperation,
    variant: Variant,
    signal: AbortSignalLike | undefined,
    turnKey = '',
  ): Preparation | Promise<Preparation | undefined> {
    const key = keyOf(operation, variant);
    if (this.#plans.has(key)) return this.prepare(operation, variant);
    const plan: WaitingPlan = this.#waiting.get(key) ?? { waiters: new Waiters(), turns: new Map() };
    this.#waiting.set(key, plan);
    plan.waiters.join(signal);
    // Nobody waits at another caller's place: whoever's turn comes first plans it for all.
    const known = plan.turns.get(turnKey);
    if (known) return known;
    const work = async (): Promise<Preparation | undefined> => {
      if (this.#waiting.get(key) === plan) this.#waiting.delete(key);
      return plan.waiters.aborted ? undefined : this.prepare(operation, variant);
    };
    const isNeedless = (): boolean => this.#plans.has(key) || plan.waiters.aborted;
    const turn = this.#parts.planning.run(work, turnKey, isNeedless);
    plan.turns.set(turnKey, turn);
    return turn;
  }

  #make(operation: NormalisedOperation, variant: Variant): Preparation {
    const beganAt = performance.now();
    try {
      return this.#parts.make(operation, variant);
    } catch (error) {
      const sizeBytes = operation.sizeBytes + FAILURE_BYTES;
      return { kind: 'unplannable', operation, error: this.#errorOf(error), sizeBytes };
    } finally {
      this.#parts.observer?.onPlan?.(performance.now() - beganAt);
    }
  }

  #errorOf(error: unknown): () => GraphQLError {
    if (error instanceof GraphQLError && error.extensions['code'] !== undefined) return () => error;
    this.#parts.log.error({ err: error }, 'An operation can not be planned');
    return () => internalError();
  }
}

/** A label of `@override` does not begin like that. */
const MISSING = '!';

function keyOf({ text }: NormalisedOperation, { labels, access: { key } }: Variant): string {
  if (labels.size === 0 && key === '') return text;
  return [text, ...[...labels].sort(), ...(key === '' ? [] : [MISSING + key])].join('\n');
}
