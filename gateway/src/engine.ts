import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { DocumentNode, FormattedExecutionResult, ValidationRule } from 'graphql';
import type { DescribedPlan } from './engine/plan/describe-plan.ts';
import type { CacheCounts } from './engine/plan/plan-cache.ts';
import type { SubscriptionCounts } from './engine/subscriptions/subscriptions.ts';

/** What plans an operation over the supergraph, asks the subgraphs and puts their answers together. */
export interface Engine extends GatewayInterface {
  /** Operations that it can not answer rightly, refused as invalid. */
  readonly validationRules: readonly ValidationRule[];
  /**
   * Serves another supergraph from now on, where the engine can do that while it runs.
   * @throws GraphQLError when it can't be served: the present one stays
   */
  update?(supergraphSdl: string): Promise<void>;
  /** How an operation is planned, where the engine can tell. @throws GraphQLError when it can't be answered */
  planOf?(request: PlanRequest): Promise<DescribedPlan>;
  /** Of the plans that are kept. */
  planCounts?(): CacheCounts;
  /** How many sources and different subscriptions are open, and for how many clients. */
  subscriptionCounts?(): SubscriptionCounts;
  /** Writes a result as JSON, where the engine can do that faster than others. */
  write?(result: FormattedExecutionResult): Buffer | string;
}

/** An operation of which somebody wants to see the plan. Its variables decide what is left of it. */
export interface PlanRequest {
  /** Valid by the schema of the present. */
  readonly document: DocumentNode;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** Leaves out what the client wrote as values: there may be people in them. */
  readonly hidesValues?: boolean;
}

/** The engines that there are: ours, and the one of @apollo/gateway. */
export const ENGINES = ['federation', 'stock'] as const;
export type EngineName = (typeof ENGINES)[number];
