import type { Database } from '@accounts-center/db';
import { accountsCenter, type FamilyGraph } from '@accounts-center/schema';
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
import type { FamilyApps } from './apps.ts';
import type { Context } from './context.ts';
import { mountEndedSessions } from './identity/ended-sessions.route.ts';
import { mountMailbox } from './mail/mailbox.route.ts';
import type { Slices } from './slices.ts';
import { subgraphResolvers } from './subgraph.ts';

const GATEWAY = 'gateway';

export interface AccountsCenterServer {
  readonly server: FastifyInstance;
  readonly executeLocally: GraphqlEndpoint['executeLocally'];
  readonly schema: GraphqlEndpoint['schema'];
}

interface ServerParts {
  readonly db: Database;
  readonly slices: Slices;
  readonly inbox: EventInbox;
  readonly graph: FamilyGraph;
  readonly family: FamilyApps;
}

/** Serves the subgraph, the public keys and what sessions have ended to the gateway, and takes events from the apps. */
export async function createServer(deps: AccountsCenterDependencies & ServerParts): Promise<AccountsCenterServer> {
  const { db, slices, inbox, graph, family, keyring, clock, log, mailbox, telemetry } = deps;
  const verify = (audience: string, allowedIssuers: readonly string[]): IdentityVerifier =>
    createIdentityVerifier({ audience, allowedIssuers, keyring, clock });
  const verifier = verify(accountsCenter, [GATEWAY]);
  const appServices = family.all.map(({ service }) => service);

  const checks = { database: () => db.ping() };
  const server = createServiceServer({ name: accountsCenter, log, verifier, checks, ...telemetry });
  const subgraph = await createSubgraph<Context>({
    typeDefs: graph.subgraphSdl(accountsCenter),
    resolvers: subgraphResolvers(slices.services, family),
    context: (identity, { requestId }) => contextOf(identity, requestId, { slices, family }),
    verifier,
    log,
    ...telemetry,
  });
  subgraph.mount(server);
  inbox.mount(server, verify(`${accountsCenter}/events`, appServices));
  server.get('/.well-known/jwks.json', () => slices.keys.publicSet());
  mountEndedSessions(server, slices.endedSessions);
  if (mailbox !== undefined) mountMailbox(server, mailbox);
  return { server, executeLocally: subgraph.executeLocally, schema: subgraph.schema };
}

function contextOf(
  { viewer, clientAddress }: ServiceIdentity,
  requestId: string,
  parts: Pick<ServerParts, 'slices' | 'family'>,
): Context {
  const { slices, family } = parts;
  return { viewer, clientAddress, requestId, family, loaders: slices.createLoaders() };
}
