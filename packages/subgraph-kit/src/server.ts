import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { addExpectations, refusingInForm } from './client-errors.ts';
import { codeOfStatus, errorBody, internalErrorBody, unauthenticatedBody } from './error-body.ts';
import { httpSockets } from './http-sockets.ts';
import { IDENTITY_HEADER, type IdentityVerifier, type ServiceIdentity } from './identity/identity.ts';
import type { Logger } from './logger.ts';
import { addReceiveTimeout } from './receive-timeout.ts';
import { addRequestLog, addRequestScope, requestIdOf, scopeOf } from './request-hooks.ts';
import { runInRequest } from './request-scope.ts';
import type { Tracer } from './telemetry/tracing.ts';
import { addUnreadBodies } from './unread-bodies.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; null on public routes alone. */
    identity: ServiceIdentity | null;
  }
  interface FastifyContextConfig {
    /** Who may call this route, where it is not the server's own audience. */
    verifier?: IdentityVerifier;
    /** Anybody may call this route. */
    isPublic?: boolean;
  }
}

/** A readiness check: rejects while the service can't do its work. */
export type ReadinessCheck = () => Promise<void>;

export interface ServiceServerOptions {
  /** The service's name. */
  name: string;
  log: Logger;
  /** Who may call the routes that name no verifier of their own. */
  verifier: IdentityVerifier;
  /** What `/ready` asks, by name. */
  checks?: Readonly<Record<string, ReadinessCheck>>;
  /** Largest body of a request: 1 MiB unless told. */
  bodyLimitBytes?: number;
  /** How long the rest of a body is read whose request was answered before it came: 5 s unless told. */
  unreadBodyMs?: number;
  /** How long a request may take to arrive, where its route takes no uploads: 5 min unless told. */
  receiveTimeoutMs?: number;
  /** Records its requests. */
  tracer?: Tracer | undefined;
}

/**
 * A service's HTTP server: `/health`, `/ready`, and routes that refuse calls without a valid identity.
 * Closing it stops listening and waits for the requests under way; `drain` says before that it is going to end.
 */
export function createServiceServer(options: ServiceServerOptions): FastifyInstance {
  const { name, log, verifier, checks = {}, bodyLimitBytes = 1024 * 1024 } = options;
  const loggerInstance: FastifyBaseLogger = log;
  const server = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    ...httpSockets,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what arrives on an open connection is answered, and the connection closed
    frameworkErrors: (error, request, reply) => sendError(error, request, reply, log),
    genReqId: requestIdOf,
    ...refusingInForm,
  });
  addExpectations(server);
  server.decorateRequest('identity', null);
  addRequestScope(server, options.tracer);
  addIdentityCheck(server, verifier);
  addRequestLog(server, log);
  addReceiveTimeout(server, options.receiveTimeoutMs);
  addUnreadBodies(server, options.unreadBodyMs);
  server.setErrorHandler((error: FastifyError, request, reply) => sendError(error, request, reply, log));
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody('There is nothing here.', codeOfStatus(404))),
  );
  server.get('/health', { config: { isPublic: true } }, () => ({ service: name, status: 'alive' }));
  server.get('/ready', { config: { isPublic: true } }, (_request, reply) =>
    server.isDraining === true
      ? reply.code(503).send({ service: name, status: 'ending' })
      : sendReadiness(reply, name, checks, log),
  );
  return server;
}

/**
 * Who calls, on a route that is not public.
 * @throws Error on a public route
 */
export function identityOf(request: FastifyRequest): ServiceIdentity {
  if (request.identity === null) throw new Error('A public route has no identity.');
  return request.identity;
}

/** Has every route of a server that is not public know who calls, and refuse whoever can not say. */
export function addIdentityCheck(server: FastifyInstance, ownVerifier: IdentityVerifier): void {
  server.addHook('onRequest', async (request, reply) => {
    const { isPublic = false, verifier = ownVerifier } = request.routeOptions.config;
    if (isPublic) return;
    const token = request.headers[IDENTITY_HEADER];
    const identity = await verifier.verify(typeof token === 'string' ? token : undefined);
    if (identity === undefined) return reply.code(401).send(unauthenticatedBody());
    request.identity = identity;
  });
}

function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  runInRequest(scopeOf(request), () => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500) {
      reply.code(status).send(errorBody(error.message, codeOfStatus(status)));
    } else {
      log.error({ err: error }, 'Unexpected error in a request');
      reply.code(500).send(internalErrorBody());
    }
  });
}

async function sendReadiness(
  reply: FastifyReply,
  service: string,
  checks: Readonly<Record<string, ReadinessCheck>>,
  log: Logger,
): Promise<object> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([check, run]) => {
      try {
        await run();
        return undefined;
      } catch (error) {
        log.warn({ err: error, check }, 'Not ready');
        return check;
      }
    }),
  );
  const failing = results.filter((check) => check !== undefined);
  if (failing.length === 0) return { service, status: 'ready' };
  reply.code(503);
  return { service, status: 'not ready', failing };
}
