import {
  addRequestLog,
  addRequestScope,
  addUnreadBodies,
  type Clock,
  type Logger,
} from '@accounts-center/subgraph-kit';
import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { Admission } from './admission.ts';
import type { AccessTokens } from './authentication/access-tokens.ts';
import type { Caller } from './caller.ts';
import type { ServedGraph } from './edge.ts';
import type { Engine } from './engine.ts';
import { createApollo } from './graphql/apollo.ts';
import { type Contexts, createContexts, type GatewayContext } from './graphql/context.ts';
import { demandControl } from './graphql/demand-control.ts';
import type { TrustedDocuments } from './persisted-operations/trusted-documents.ts';
import { addAuthentication, callerOf } from './plugins/authentication.ts';
import { APOLLO_SANDBOX, addCors } from './plugins/cors.ts';
import { addErrorAnswers } from './plugins/error-answers.ts';
import { addGraphql } from './plugins/graphql.ts';
import { addGraphqlBody } from './plugins/graphql-body.ts';
import { addHealth } from './plugins/health.ts';
import { refuseOtherSites } from './plugins/other-sites.ts';
import { addOwnHosts } from './plugins/own-hosts.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { callerKey } from './rate-limits/caller-key.ts';
import type { CallerLimits } from './rate-limits/open-caller-limits.ts';
import { rateLimitOperations } from './rate-limits/rate-limit-operations.ts';
import { addRateLimits } from './rate-limits/rate-limit-requests.ts';
import { type Readiness, readinessOfLate } from './readiness.ts';
import { RequestMemory } from './request-memory.ts';
import { createServer } from './server.ts';
import type { Profile, Settings } from './settings/settings.ts';
import { addSubscriptions, type Subscriptions } from './subscriptions/add-subscriptions.ts';
import { introduceByToken } from './subscriptions/introduce-by-token.ts';
import { noMutationsByGet } from './subscriptions/no-mutations-by-get.ts';
import { createOperations } from './subscriptions/operations.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** So many requests are answered at once, however busy the process is with other things. */
const ALWAYS_UNDER_WAY = 4;

export interface RequestPathParts {
  readonly graph: Pick<ServedGraph, 'rules'>;
  readonly engine: Engine;
  readonly telemetry: Telemetry;
  readonly documents: TrustedDocuments;
  readonly callerLimits: CallerLimits;
  readonly accessTokens: AccessTokens | undefined;
  readonly settings: Settings;
  readonly profile: Profile;
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
  readonly ready: () => Promise<Readiness>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The way of a request from the socket to the engine: whatever it passes stands here, in this order. */
export async function createRequestPath(parts: RequestPathParts): Promise<FastifyInstance> {
  const { engine, telemetry, documents, settings, profile, publicUrl, clock, log } = parts;
  const { development } = profile;
  const { rateLimits, budget } = parts.callerLimits;
  const plugins = [
    ...telemetry.plugins<GatewayContext>(engine),
    noMutationsByGet<GatewayContext>(),
    ...(rateLimits ? [rateLimitOperations<GatewayContext>(rateLimits)] : []),
    demandControl<GatewayContext>({ limits: settings.limits, budget, onCost: telemetry.onCost }),
  ];
  const apollo = createApollo<GatewayContext>({ ...parts, plugins, rules: parts.graph.rules ?? [] });
  await apollo.start();
  const { operationTimeoutMs, bodyTimeoutMs } = settings.http;
  const server = createServer({ ...parts, longestMs: Math.max(operationTimeoutMs, bodyTimeoutMs) });
  server.addHook('onClose', async () => {
    await apollo.stop();
    await parts.callerLimits.close();
  });
  addErrorAnswers(server, log, { hasStartPage: development && profile.graph === 'own' });
  addRequestScope(server, telemetry.tracer);
  telemetry.addTo(server);
  addRequestLog(server, log);
  addUnreadBodies(server);
  if (development) addOwnHosts(server, { publicUrl });
  await addSecurityHeaders(server, { isHttps: publicUrl.startsWith('https:') });
  const origins = settings.http.corsOrigins;
  const ofGraph = development ? [...origins, APOLLO_SANDBOX] : origins;
  const allowedOrigins = [new URL(publicUrl).origin, ...ofGraph];
  await addCors(server, { origins, ofGraph });
  addHealth(server, readinessOfLate(parts.ready, clock));
  await server.register(async (scope) => {
    telemetry.addToGraph(scope);
    refuseOtherSites(scope, { allowedOrigins });
    const authenticate = (): void => addAuthentication(scope, parts);
    if (rateLimits) addRateLimits(scope, rateLimits, authenticate);
    else authenticate();
    const memory = new RequestMemory();
    const turnOf = (request: Parameters<typeof callerOf>[0]): string => callerKey(callerOf(request));
    addGraphqlBody(scope, settings.http, { memory, keyOf: turnOf });
    const admission = new Admission(ALWAYS_UNDER_WAY);
    const contexts = createContexts(settings, clock, telemetry);
    const shared = { apollo, documents, admission, memory };
    const subscriptions = settings.subscriptions.enabled
      ? addStreams(scope, { ...parts, ...shared, contexts })
      : undefined;
    addGraphql(scope, { ...shared, contextOf: contexts.ofRequest, turnOf, subscriptions });
  });
  return server;
}

/** The ways by which a client may get more than one result. */
function addStreams(
  scope: FastifyInstance,
  parts: RequestPathParts & {
    readonly apollo: ApolloServer<GatewayContext>;
    readonly admission: Admission;
    readonly memory: RequestMemory;
    readonly contexts: Contexts;
  },
): Subscriptions {
  const { apollo, documents, admission, contexts, engine, telemetry, settings, log } = parts;
  const { rateLimits } = parts.callerLimits;
  const operations = createOperations<Caller, GatewayContext>({
    apollo,
    documents,
    admission,
    turnOf: callerKey,
    countRequest: rateLimits && ((caller) => rateLimits.countRequest(caller)),
    contextOf: contexts.ofStream,
    write: engine.write ?? JSON.stringify,
    onRefusal: telemetry.refused,
    log,
  });
  const introduce = introduceByToken<Caller>({
    accessTokens: parts.accessTokens,
    callerFrom: ({ headers, clientAddress }, identity) => ({
      clientAddress,
      ...identity,
      ...contexts.forwardedIn(headers),
    }),
  });
  const subscriptions = addSubscriptions<Caller>(scope, {
    operations,
    introduce,
    memory: parts.memory,
    keyOf: callerKey,
    identityOf: callerIdentity,
    settings: settings.subscriptions,
    drainMs: settings.http.drainMs,
  });
  telemetry.watch(subscriptions.open);
  return subscriptions;
}

/** All of a caller that does not change from one of its requests to the next. */
function callerIdentity({ viewer, claims, clientAddress }: Caller): string {
  return JSON.stringify([viewer, claims?.['iss'], claims?.['sub'], clientAddress]);
}
