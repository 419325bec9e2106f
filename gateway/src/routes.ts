import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import type { AccessTokens } from './authentication/access-tokens.ts';
import type { GatewayContext } from './graphql/context.ts';
import { addAuthentication } from './plugins/authentication.ts';
import { addCors } from './plugins/cors.ts';
import { addErrorAnswers } from './plugins/error-answers.ts';
import { addGraphql } from './plugins/graphql.ts';
import { addGraphqlBody } from './plugins/graphql-body.ts';
import { addHealth } from './plugins/health.ts';
import { addMailbox } from './plugins/mailbox.ts';
import { addMedia } from './plugins/media.ts';
import { addPages } from './plugins/pages.ts';
import type { Calling } from './plugins/pass-on.ts';
import type { BodyLimits } from './plugins/read-body.ts';
import { addRequestId } from './plugins/request-id.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { addUnreadBodies } from './plugins/unread-bodies.ts';
import type { Readiness } from './readiness.ts';

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
}

/** Puts on a server all that a request passes, in this order. */
export async function addRoutes(server: FastifyInstance, parts: RouteParts): Promise<void> {
  const { log, apps, development, webRoot } = parts;
  addErrorAnswers(server, log);
  addRequestId(server);
  addRequestLog(server, log);
  addUnreadBodies(server);
  await addSecurityHeaders(server, { isHttps: parts.publicUrl.startsWith('https:') });
  await addCors(server, { origins: parts.corsOrigins, development });
  addHealth(server, parts.ready);
  if (webRoot !== undefined) await addPages(server, { root: webRoot, services: apps, development });
  await server.register(async (scope) => {
    addAuthentication(scope, parts);
    addGraphqlBody(scope, parts.bodyLimits);
    addGraphql(scope, parts.apollo);
  });
  await server.register(async (scope) => {
    addAuthentication(scope, parts);
    addMedia(scope, { ...parts, services: apps });
    if (development) addMailbox(scope, parts);
  });
}
