import type { Database } from '@accounts-center/db';
import { accountsCenter, apps, readSubgraphSdl } from '@accounts-center/schema';
import {
  createIdentityVerifier,
  createServiceServer,
  createSubgraph,
  type EventInbox,
  type GraphqlEndpoint,
  type IdentityVerifier,
  type ServiceIdentity,
} from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import type { AccountsCenterDependencies } from './app.ts';
import type { Context } from './context.ts';
import { mountMailbox } from './mail/mailbox.route.ts';
import type { Slices } from './slices.ts';
import { subgraphResolvers } from './subgraph.ts';

const GATEWAY = 'gateway';

export interface AccountsCenterServer {
  readonly server: FastifyInstance;
  readonly executeLocally: GraphqlEndpoint['executeLocally'];
}

/** Serves the subgraph and the public keys to the gateway, and takes events from the apps. */
export async function createServer(
  deps: AccountsCenterDependencies & { db: Database; slices: Slices; inbox: EventInbox },
): Promise<AccountsCenterServer> {
  const { db, slices, inbox, keyring, clock, log, mailbox } = deps;
  const verify = (audience: string, allowedIssuers: readonly string[]): IdentityVerifier =>
    createIdentityVerifier({ audience, allowedIssuers, keyring, clock });
  const verifier = verify(accountsCenter, [GATEWAY]);
  const appServices = apps.map(({ service }) => service);

  const server = createServiceServer({ name: accountsCenter, log, verifier, checks: { database: () => db.ping() } });
  const subgraph = await createSubgraph<Context>({
    typeDefs: readSubgraphSdl(accountsCenter),
    resolvers: subgraphResolvers(slices.services),
    context: (identity, { requestId }) => contextOf(identity, requestId, slices),
    verifier,
    log,
  });
  subgraph.mount(server);
  inbox.mount(server, verify(`${accountsCenter}/events`, appServices));
  server.get('/.well-known/jwks.json', () => slices.keys.publicSet());
  if (mailbox !== undefined) mountMailbox(server, mailbox);
  return { server, executeLocally: subgraph.executeLocally };
}

function contextOf({ viewer, clientAddress }: ServiceIdentity, requestId: string, slices: Slices): Context {
  return { viewer, clientAddress, requestId, loaders: slices.createLoaders() };
}
