import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { ValidationRule } from 'graphql';

/** What plans an operation over the supergraph, asks the subgraphs and puts their answers together. */
export interface Engine extends GatewayInterface {
  /** Operations that it can not answer rightly, refused as invalid. */
  readonly validationRules: readonly ValidationRule[];
}
