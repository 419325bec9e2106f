import { addRequestLog, addRequestScope, addUnreadBodies, type Clock } from '@accounts-center/subgraph-kit';
import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokens } from './authentication/access-tokens.ts';
import type { GatewayContext } from './graphql/context.ts';
import { addAuthentication, callerOf } from './plugins/authentication.ts';
import { clientSignal } from './plugins/client-signal.ts';
import { addCors } from './plugins/cors.ts';
import { addErrorAnswers } from './plugins/error-answers.ts';
import { addGraphql } from './plugins/graphql.ts';
import { addGraphqlBody } from './plugins/graphql-body.ts';
import { addHealth } from './plugins/health.ts';
import { addMailbox } from './plugins/mailbox.ts';
import { addMedia } from './plugins/media.ts';
import { addOwnHosts } from './plugins/own-hosts.ts';
import { addPages } from './plugins/pages.ts';
import type { Calling } from './plugins/pass-on.ts';
import type { BodyLimits } from './plugins/read-body.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { addStartPage } from './plugins/start-page.ts';
import type { Readiness } from './readiness.ts';

/** For an operation, however many calls one after the other it takes. */
const OPERATION_TIMEOUT_MS = 30_000;

export interface RouteParts extends Calling {
  readonly apollo: ApolloServer<GatewayContext>;
  readonly accessTokens: AccessTokens;
  readonly ready: () => Promise<Readiness>;
  /** The services of apps. */
  readonly apps: readonly string[];
  readonly publicUrl: string;
  readonly development: boolean;
  readonly webRoot: string | undefined;
  readonly corsOrigins: readonly string[];
  readonly bodyLimits: BodyLimits;
  readonly clock: Clock;
}

/** Puts on a server all that a request passes, in this order. */
export async function addRoutes(server: FastifyInstance, parts: RouteParts): Promise<void> {
  const { log, apps, development, webRoot, clock } = parts;
  const contextOf = (request: FastifyRequest, { raw }: FastifyReply): GatewayContext => {
    const answerBy = new Date(clock.now().getTime() + OPERATION_TIMEOUT_MS);
    return { caller: { ...callerOf(request), answerBy }, signal: clientSignal(raw) };
  };
  addErrorAnswers(server, log, { hasStartPage: development });
  addRequestScope(server);
  addRequestLog(server, log);
  addUnreadBodies(server);
  if (development) addOwnHosts(server, parts);
  await addSecurityHeaders(server, { isHttps: parts.publicUrl.startsWith('https:') });
  await addCors(server, { origins: parts.corsOrigins, development });
  addHealth(server, parts.ready);
  if (development) addStartPage(server, { services: apps, hasPages: webRoot !== undefined });
  if (webRoot !== undefined) await addPages(server, { root: webRoot, services: apps, development });
  await server.register(async (scope) => {
    addAuthentication(scope, parts);
    addGraphqlBody(scope, parts.bodyLimits);
    addGraphql(scope, parts.apollo, contextOf);
  });
  await server.register(async (scope) => {
    addAuthentication(scope, parts);
    addMedia(scope, { ...parts, services: apps });
    if (development) addMailbox(scope, parts);
  });
}
