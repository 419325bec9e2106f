import { readFileSync } from 'node:fs';
import type { Database } from '@accounts-center/db';
import { accountsCenter, appContractPath, readSubgraphSdl } from '@accounts-center/schema';
import {
  createGraphqlEndpoint,
  createServiceServer,
  createSubgraph,
  type Logger,
  plainSchema,
  type Service,
  type ServiceTelemetry,
} from '@accounts-center/subgraph-kit';
import type { App } from './app.ts';
import type { BuiltFeatures } from './build-features.ts';
import { createContext } from './context.ts';
import { createContractContext } from './contract/contract.context.ts';
import { contractResolvers } from './contract/contract.resolvers.ts';
import type { FeatureParts } from './feature.ts';

export interface ServerParts {
  readonly app: App;
  readonly features: BuiltFeatures;
  readonly db: Database;
  readonly admit: FeatureParts['admit'];
  readonly log: Logger;
  readonly telemetry: ServiceTelemetry | undefined;
}

/** Serves the app's part of the graph to the gateway, the contract to accounts-center alone, and what its features add. */
export async function createServer(parts: ServerParts): Promise<Pick<Service, 'server' | 'executeLocally' | 'schema'>> {
  const { app, features, db, admit, log, telemetry } = parts;
  const { services, resolvers } = features;
  const { service } = app.entry;
  const gateway = admit(service, 'gateway');

  const checks = { database: db.ping };
  const server = createServiceServer({ name: service, log, verifier: gateway, checks, ...telemetry });
  const subgraph = await createSubgraph({
    typeDefs: app.typeDefs ?? readSubgraphSdl(service),
    resolvers,
    log,
    verifier: gateway,
    context: (identity) => createContext(services, app.entry, identity),
    ...telemetry,
  });
  subgraph.mount(server);
  const contract = await createGraphqlEndpoint({
    path: '/contract',
    schema: plainSchema({ typeDefs: readFileSync(appContractPath, 'utf8'), resolvers: contractResolvers }),
    verifier: admit(`${service}/contract`, accountsCenter),
    context: () => createContractContext(services),
    log,
    ...telemetry,
  });
  contract.mount(server);
  features.mount(server);
  return { server, executeLocally: subgraph.executeLocally, schema: subgraph.schema };
}
