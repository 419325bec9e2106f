import { ApolloServer, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type FormattedExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import type { AbortSignalLike } from '../abort-signal-like.ts';
import { errorBody, unauthenticatedBody } from '../error-body.ts';
import { IDENTITY_HEADER, type IdentityVerifier, type ServiceIdentity } from '../identity/identity.ts';
import type { Logger } from '../logger.ts';
import { maskError } from '../mask-error.ts';
import { REQUEST_ID_HEADER, requestIdFrom, runInRequest } from '../request-scope.ts';
import { identityOf } from '../server.ts';
import { REQUEST_TIMEOUT_HEADER, timeoutFrom } from '../service-client/deadline.ts';
import { failOperationSpan, inOperationSpan } from '../telemetry/operation-span.ts';
import { readTraceContext } from '../telemetry/trace-context.ts';
import type { Tracer } from '../telemetry/tracing.ts';
import { boundSchema, ExecutionEnded, executeBounded } from './execution.ts';

/** Twice what the gateway lets an operation have in all: it asks for keys and type names besides. */
const MAX_FIELDS = 200_000;
/** Whatever a caller says. */
const MAX_TIMEOUT_MS = 60_000;

/** Makes the context of one operation: loaders, services, the viewer. */
export type ContextFactory<TContext> = (
  identity: ServiceIdentity,
  request: { requestId: string },
) => TContext | Promise<TContext>;

export interface GraphqlEndpointOptions<TContext extends BaseContext> {
  /** Where it is served: `/contract`. */
  path: string;
  schema: GraphQLSchema;
  /** Who may call it. */
  verifier: IdentityVerifier;
  context: ContextFactory<TContext>;
  log: Logger;
  /** How many fields one operation may resolve: 200,000 unless told. */
  maxFields?: number;
  /** Records its operations. */
  tracer?: Tracer | undefined;
}

/** An operation from a caller in the same process. */
export interface LocalOperation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** In lower case; the caller's identity is expected among them, as over HTTP. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Aborted when the caller does not wait any more. */
  readonly signal?: AbortSignalLike;
}

/** A GraphQL schema behind an identity check, over HTTP and in process. */
export interface GraphqlEndpoint extends AsyncDisposable {
  readonly path: string;
  readonly schema: GraphQLSchema;
  /** Serves it on a server, which closes it when it closes itself. */
  mount(server: FastifyInstance): void;
  /** Runs one operation under the same checks and masking as over HTTP; the result's values are not copied. */
  executeLocally(operation: LocalOperation): Promise<FormattedExecutionResult>;
  close(): Promise<void>;
}

/**
 * Starts a GraphQL endpoint. Only signed callers reach it, so introspection is open; but no operation of theirs, either, may
 * resolve more than `maxFields`, or goes on when its time is up or its caller gone.
 * @param options.schema from now on the endpoint's own
 */
export async function createGraphqlEndpoint<TContext extends BaseContext>(
  options: GraphqlEndpointOptions<TContext>,
): Promise<GraphqlEndpoint> {
  const { path, verifier, context, log, tracer, maxFields = MAX_FIELDS } = options;
  const schema = boundSchema(options.schema);
  const apollo = createApollo<TContext>(schema, log);
  await apollo.start();

  async function executeAs(
    identity: ServiceIdentity,
    requestId: string,
    operation: LocalOperation,
  ): Promise<FormattedExecutionResult> {
    const { query, variables, operationName } = operation;
    const contextValue = await context(identity, { requestId });
    const request = { query, ...(variables && { variables }), ...(operationName !== undefined && { operationName }) };
    const { body } = await apollo.executeOperation(request, { contextValue });
    if (body.kind !== 'single') throw new Error('Subgraphs answer in one piece.');
    return body.singleResult;
  }

  function inBounds<T>(timeout: unknown, signal: AbortSignalLike | undefined, work: () => Promise<T>) {
    const timeoutMs = timeoutFrom(timeout, MAX_TIMEOUT_MS);
    return executeBounded({ maxFields, timeoutMs, ...(signal && { signal }) }, work).catch((error: unknown) => {
      if (!(error instanceof ExecutionEnded)) throw error;
      failOperationSpan(error.code);
      const level = error.code === 'CALLER_GONE' ? 'debug' : 'warn';
      log[level]({ path, code: error.code }, 'An operation was ended before it had an answer');
      return { data: null, ...errorBody(error.message, error.code) };
    });
  }

  return {
    path,
    schema,
    mount: (server) => {
      const handler = fastifyApolloHandler(apollo, {
        context: async (request) => context(identityOf(request), { requestId: request.id }),
      });
      server.route({
        method: 'POST',
        url: path,
        config: { verifier },
        handler: (request, reply) =>
          inOperationSpan(tracer, (request.body as { query?: unknown } | null)?.query, () =>
            inBounds(request.headers[REQUEST_TIMEOUT_HEADER], untilGone(reply), async () =>
              handler.call(server, request, reply),
            ),
          ),
      });
      server.addHook('onClose', () => apollo.stop());
    },
    executeLocally: (operation) => {
      const requestId = requestIdFrom(operation.headers[REQUEST_ID_HEADER]);
      return runInRequest({ requestId, trace: readTraceContext(operation.headers) }, async () => {
        const identity = await verifier.verify(operation.headers[IDENTITY_HEADER]);
        if (identity === undefined) return unauthenticatedBody();
        return await inOperationSpan(tracer, operation.query, () =>
          inBounds(operation.headers[REQUEST_TIMEOUT_HEADER], operation.signal, () =>
            executeAs(identity, requestId, operation).catch((error: unknown) => failedResult(error, log)),
          ),
        );
      });
    },
    close: () => apollo.stop(),
    [Symbol.asyncDispose]: () => apollo.stop(),
  };
}

/** Aborted when the connection ends before the answer. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableEnded) gone.abort();
  });
  return gone.signal;
}

/** The result when not even the context could be made; over HTTP, Apollo Server does the same. */
function failedResult(error: unknown, log: Logger): FormattedExecutionResult {
  const { message, extensions } = error instanceof GraphQLError ? error : new GraphQLError('');
  return { errors: [maskError({ message, extensions }, error, log)] };
}

function createApollo<TContext extends BaseContext>(schema: GraphQLSchema, log: Logger): ApolloServer<TContext> {
  return new ApolloServer<TContext>({
    schema,
    logger: log,
    nodeEnv: 'production', // or Apollo Server would read the environment
    introspection: true,
    csrfPrevention: false, // browsers never get here
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => maskError(formatted, error, log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}
