import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { FormattedExecutionResult, ValidationRule } from 'graphql';

/** What plans an operation over the supergraph, asks the subgraphs and puts their answers together. */
export interface Engine extends GatewayInterface {
  /** Operations that it can not answer rightly, refused as invalid. */
  readonly validationRules: readonly ValidationRule[];
  /** Writes a result as JSON, where the engine can do that faster than others. */
  write?(result: FormattedExecutionResult): Buffer | string;
}

/** The engines that there are: ours, and the one of @apollo/gateway. */
export const ENGINES = ['federation', 'stock'] as const;
export type EngineName = (typeof ENGINES)[number];
