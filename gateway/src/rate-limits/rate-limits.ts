import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Caller } from '../caller.ts';
import { callerKey, networkOf } from './caller-key.ts';
import type { Counter, Use } from './counter.ts';
import type { Counters } from './open-counters.ts';
import { type Charge, chargesOf, countsRequests, type RateLimitRule } from './rules.ts';

export type LimitedCaller = Pick<Caller, 'viewer' | 'claims' | 'clientAddress'>;

/** What is left of one rule for the one who asks. */
export interface RuleUse extends Use {
  readonly rule: RateLimitRule;
}

export interface RateLimits {
  /** Counts one request, whatever it asks for: by all rules, or by those of one kind. */
  countRequest(caller: LimitedCaller, by?: RateLimitRule['by']): Promise<readonly RuleUse[]>;
  /** Counts what one operation asks for, besides. */
  countOperation(
    caller: LimitedCaller,
    operation: OperationDefinitionNode,
    document: DocumentNode,
  ): Promise<readonly RuleUse[]>;
}

/** Rate limits by rules; `undefined` when there are none. */
export function createRateLimits(rules: readonly RateLimitRule[], counters: Counters): RateLimits | undefined {
  if (rules.length === 0) return undefined;
  const counterOf = new Map<RateLimitRule, Counter>(
    rules.map((rule) => [rule, counters.counter({ ...rule, blocks: true })]),
  );
  const ofRequests: Charge[] = rules.filter(countsRequests).map((rule) => ({ rule, points: 1 }));
  const known = new WeakMap<OperationDefinitionNode, readonly Charge[]>();

  const count = (charges: readonly Charge[], caller: LimitedCaller): Promise<RuleUse[]> =>
    Promise.all(
      charges.map(async (charge) => {
        const use = await (counterOf.get(charge.rule) as Counter).use(keyOf(charge, caller), charge.points);
        return { ...use, rule: charge.rule };
      }),
    );

  return {
    countRequest: (caller, by) =>
      count(by === undefined ? ofRequests : ofRequests.filter(({ rule }) => rule.by === by), caller),
    countOperation: (caller, operation, document) => {
      const charges = known.get(operation) ?? chargesOf(rules, operation, document);
      // Documents are kept between requests.
      known.set(operation, charges);
      return count(charges, caller);
    },
  };
}

function keyOf({ rule, operation }: Charge, caller: LimitedCaller): string {
  switch (rule.by) {
    case 'account':
      return callerKey(caller);
    case 'address':
      return networkOf(caller.clientAddress);
    case 'operation':
      return operation ?? '';
  }
}
