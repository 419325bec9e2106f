export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export type { Readiness } from './readiness.ts';
export type { ExecuteLocally } from './transport/local-subgraph-transport.ts';
