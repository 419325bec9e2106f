import { readFileSync } from 'node:fs';
import type { Database } from '@accounts-center/db';
import { type AppEntry, accountsCenter, appContractPath } from '@accounts-center/schema';
import {
  type Clock,
  createGraphqlEndpoint,
  createIdentityVerifier,
  createServiceServer,
  createSubgraph,
  type IdentityVerifier,
  type Keyring,
  type Logger,
  plainSchema,
  type Service,
} from '@accounts-center/subgraph-kit';
import { createContext } from './context.ts';
import { createContractContext } from './contract/contract.context.ts';
import { contractResolvers } from './contract/contract.resolvers.ts';
import type { MediaSlice } from './media/create-media.ts';
import type { AppServices } from './services.ts';

export interface ServerParts {
  readonly entry: AppEntry;
  readonly typeDefs: string;
  readonly resolvers: object;
  readonly services: AppServices;
  readonly media: MediaSlice;
  readonly db: Database;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The app's doors: its part of the graph for the gateway, the contract for accounts-center alone, and its media. */
export async function createServer(parts: ServerParts): Promise<Pick<Service, 'server' | 'executeLocally'>> {
  const { entry, typeDefs, resolvers, services, media, db, keyring, clock, log } = parts;
  const { service } = entry;
  const admit = (audience: string, issuer: string): IdentityVerifier =>
    createIdentityVerifier({ audience, keyring, allowedIssuers: [issuer], clock });
  const gateway = admit(service, 'gateway');

  const server = createServiceServer({ name: service, log, verifier: gateway, checks: { database: db.ping } });
  const subgraph = await createSubgraph({
    typeDefs,
    resolvers,
    log,
    verifier: gateway,
    context: (identity) => createContext(services, identity),
  });
  subgraph.mount(server);
  const contract = await createGraphqlEndpoint({
    path: '/contract',
    schema: plainSchema({ typeDefs: readFileSync(appContractPath, 'utf8'), resolvers: contractResolvers }),
    verifier: admit(`${service}/contract`, accountsCenter),
    context: () => createContractContext(services),
    log,
  });
  contract.mount(server);
  media.mount(server, {
    grants: admit(`${service}/media`, accountsCenter),
    mayUpload: async (accountId) => (await services.users.active(db.read, accountId)) !== undefined,
  });
  return { server, executeLocally: subgraph.executeLocally };
}
