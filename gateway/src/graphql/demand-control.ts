import {
  type ApolloServerPlugin,
  type GraphQLRequestContextDidResolveOperation,
  type GraphQLRequestContextWillSendResponse,
  type GraphQLRequestListener,
} from '@apollo/server';
import { type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { fragmentsOf } from '../engine/operation/fragments-of.ts';
import type { Charged, CostBudget } from '../rate-limits/cost-budget.ts';
import { secondsOf } from '../rate-limits/rate-limit-headers.ts';
import type { LimitedCaller } from '../rate-limits/rate-limits.ts';
import type { Settings } from '../settings/settings.ts';
import { type CostSchema, readCostSchema } from './cost-schema.ts';
import { NOTHING, type OperationCost } from './cost-terms.ts';
import { compileCost, type EstimateCost, MUTATION_COST } from './operation-cost.ts';
import { operationRefusal } from './operation-refusal.ts';

/** Values may be so many times as many as what they cost: thousands of fields of a few objects cost something, too. */
const VALUES_FOR_COST = 5;

export interface DemandContext {
  readonly caller: LimitedCaller;
  /** The engine tells that it asks subgraphs. */
  begun?: (() => void) | undefined;
  /** The engine tells what an answer cost, where somebody wants to know. */
  spent?: ((cost: number) => void) | undefined;
}

/** What an operation cost, for metrics. */
export interface ToldCost {
  readonly estimated: number;
  /** What the answer holds; `undefined` where there is none. */
  readonly actual: number | undefined;
}

export interface DemandControlOptions {
  readonly limits: Pick<Settings['limits'], 'maxCost' | 'assumedListSize' | 'assumedSizeIsLimit' | 'tellCost'>;
  readonly budget?: CostBudget | undefined;
  readonly onCost?: ((told: ToldCost) => void) | undefined;
}

/** Refuses operations whose answer could get too large, or that cost more than their caller has left, before anybody is asked. */
export function demandControl<Context extends DemandContext>(
  options: DemandControlOptions,
): ApolloServerPlugin<Context> {
  const { limits, budget, onCost } = options;
  let schema: CostSchema | undefined;
  let compiled = new WeakMap<OperationDefinitionNode, EstimateCost>();

  function estimate({ operation, document, request }: Resolved<Context>): OperationCost {
    if (!operation || !schema) return NOTHING;
    let estimateCost = compiled.get(operation);
    if (!estimateCost) {
      estimateCost = compileCost({ schema, operation, fragments: fragmentsOf(document), rules: limits });
      // Documents are kept between requests.
      compiled.set(operation, estimateCost);
    }
    return estimateCost(request.variables ?? {});
  }

  const onlyChecked: GraphQLRequestListener<Context> = {
    didResolveOperation: async (context) => check(estimate(context), limits.maxCost),
  };
  const isAccounted = limits.tellCost || budget !== undefined || onCost !== undefined;
  return {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate: ({ coreSupergraphSdl }) => {
        if (coreSupergraphSdl === undefined) return;
        schema = readCostSchema(coreSupergraphSdl);
        // Documents stay where only directives have changed, which the schema that clients see does not show.
        compiled = new WeakMap();
      },
    }),
    requestDidStart: async () => (isAccounted ? new Account(estimate, options) : onlyChecked),
  };
}

type Resolved<Context extends DemandContext> = GraphQLRequestContextDidResolveOperation<Context>;

/** What one operation may cost, is charged for, and cost in the end. */
class Account<Context extends DemandContext> implements GraphQLRequestListener<Context> {
  readonly #estimate: (context: Resolved<Context>) => OperationCost;
  readonly #options: DemandControlOptions;
  #estimated: OperationCost | undefined;
  #charged: Charged | undefined;
  #hasBegun = false;
  #hasAsked = false;
  #spent: number | undefined;

  constructor(estimate: (context: Resolved<Context>) => OperationCost, options: DemandControlOptions) {
    this.#estimate = estimate;
    this.#options = options;
  }

  async didResolveOperation(context: Resolved<Context>): Promise<void> {
    this.#estimated = this.#estimate(context);
    check(this.#estimated, this.#options.limits.maxCost);
    const { contextValue, response } = context;
    contextValue.begun = () => {
      this.#hasAsked = true;
    };
    contextValue.spent = (cost) => {
      this.#spent = cost;
    };
    const answer = await this.#options.budget?.charge(contextValue.caller, this.#estimated.cost);
    if (answer?.kind === 'exceeded') {
      const seconds = secondsOf(answer.resetMs);
      response.http.headers.set('retry-after', `${seconds}`);
      throw operationRefusal(429, 'COST_BUDGET_EXCEEDED', exceeded(answer.isHopeless, this.#estimated.cost, seconds));
    }
    this.#charged = answer;
  }

  async executionDidStart(): Promise<void> {
    this.#hasBegun = true;
  }

  async willSendResponse({ response, operation }: GraphQLRequestContextWillSendResponse<Context>): Promise<void> {
    if (!this.#estimated) return;
    const hasData = response.body.kind !== 'single' || response.body.singleResult.data !== undefined;
    const isRefused = !this.#hasBegun || (!hasData && !this.#hasAsked);
    const actual = isRefused ? 0 : this.#actual(this.#estimated, operation);
    // What is not known stays as estimated; nobody waits for the store.
    if (actual !== undefined) void this.#charged?.settle(actual);
    const estimated = this.#estimated.cost;
    this.#options.onCost?.({ estimated, actual });
    const { tellCost, maxCost } = this.#options.limits;
    if (!tellCost || response.body.kind !== 'single') return;
    const { singleResult } = response.body;
    const left = this.#charged && { remaining: this.#charged.remaining, resetMs: this.#charged.resetMs };
    const cost = { estimated, actual, max: maxCost, ...(left && { budget: left }) };
    singleResult.extensions = { ...singleResult.extensions, cost };
  }

  /** Arguments cost what they were estimated at. */
  #actual({ inputs }: OperationCost, operation: OperationDefinitionNode | undefined): number | undefined {
    if (this.#spent === undefined) return undefined;
    const own = operation?.operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0;
    return this.#spent + inputs + own;
  }
}

function check({ cost, values }: OperationCost, maxCost: number): void {
  const code = 'COST_ESTIMATED_TOO_EXPENSIVE';
  // What is no number is not less than any.
  if (!(cost <= maxCost))
    throw operationRefusal(400, code, `The operation may cost ${cost}, and at most ${maxCost} is allowed.`);
  const maxValues = maxCost * VALUES_FOR_COST;
  if (!(values <= maxValues))
    throw operationRefusal(
      400,
      code,
      `The operation could return ${values} values, and at most ${maxValues} are allowed.`,
    );
}

function exceeded(isHopeless: boolean, cost: number, seconds: number): string {
  return isHopeless
    ? `The operation may cost ${cost}, which is more than a caller may spend at a time.`
    : `The operation may cost ${cost}, and less is left. Try again in ${seconds} s.`;
}
