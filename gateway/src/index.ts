export type { EngineOptions, EngineSubgraphs } from './engine/engine-options.ts';
export { createFederationEngine, type FederationEngine } from './engine/federation-engine.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { Readiness } from './readiness.ts';
export type { ExecuteLocally } from './transport/local-subgraph-transport.ts';
export { readAnswer } from './transport/read-answer.ts';
export type { Subgraphs } from './transport/subgraphs.ts';
