import { operationAttributes, type Tracer } from '@accounts-center/subgraph-kit';
import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  type FormattedExecutionResult,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import type { GatewayMetrics, OperationOutcome } from './gateway-metrics.ts';
import { OperationTrace } from './operation-trace.ts';
import type { SlowOperations } from './slow-operations.ts';
import type { TracedCaller } from './traced-subgraphs.ts';

/** What telemetry needs of the context of an operation. */
export interface TracedContext {
  readonly caller: TracedCaller;
}

export interface OperationPluginParts {
  readonly tracer: Tracer | undefined;
  readonly metrics: GatewayMetrics | undefined;
  readonly slow: SlowOperations;
  readonly slowOperationMs: number;
}

type Ending = Pick<GraphQLRequestContext<TracedContext>, 'operation' | 'operationName' | 'document' | 'request'> &
  Pick<GraphQLRequestContext<TracedContext>, 'queryHash' | 'response'>;

/** Tells of each operation when it is answered: to its trace, to the metrics and, where it took long, to the log. */
export function tellOperations<Context extends TracedContext>(
  parts: OperationPluginParts,
): ApolloServerPlugin<Context> {
  return {
    // What no operation can be read from.
    invalidRequestWasReceived: async () => parts.metrics?.refused(ApolloServerErrorCode.BAD_REQUEST),
    requestDidStart: async ({ contextValue }) => {
      const trace = traceOf(contextValue, parts.tracer);
      return { willSendResponse: async (ending) => tell(ending, trace, parts) };
    },
  };
}

/** Operations of a batch have one caller; each has a trace of its own. */
function traceOf(context: TracedContext, tracer: Tracer | undefined): OperationTrace {
  const { caller } = context;
  const given = caller.trace instanceof OperationTrace ? caller.trace : undefined;
  if (given && !given.isTaken) {
    given.isTaken = true;
    return given;
  }
  const own = new OperationTrace(given?.place, tracer);
  own.isTaken = true;
  Object.assign(context, { caller: { ...caller, trace: own } });
  return own;
}

/** Of the name of an operation so much is told. */
const MAX_NAME = 80;

function tell(ending: Ending, trace: OperationTrace, parts: OperationPluginParts): void {
  const { operation, operationName, document, request, queryHash, response } = ending;
  const ms = performance.now() - trace.beganAtMs;
  const { body } = response;
  const result: FormattedExecutionResult = body?.kind === 'single' ? body.singleResult : {};
  const codes = (result.errors ?? []).map(codeOf);
  const outcome: OperationOutcome = codes.length === 0 ? 'ok' : result.data === undefined ? 'refused' : 'errors';
  // Strangers choose it.
  const name = operationName?.slice(0, MAX_NAME);
  const type = operation?.operation ?? 'query';
  const { span } = trace;
  if (span) {
    span.name = name === undefined ? type : `${type} ${name}`;
    span.set(operationAttributes(type, name));
    if (codes.length > 0) span.set({ 'graphql.error.count': codes.length });
    if (outcome === 'refused') span.fail(codes[0] ?? 'UNKNOWN');
  }
  parts.metrics?.answered(name, outcome, ms, codes);
  if (ms >= parts.slowOperationMs && document && operation && !isSubscription(operation)) {
    const { variables } = request;
    void parts.slow.tell({
      name,
      type,
      hash: queryHash,
      ms,
      calls: trace.calls,
      document,
      operationName: operationName ?? undefined,
      variables,
    });
  }
  trace.end();
}

function codeOf({ extensions }: GraphQLFormattedError): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'UNKNOWN';
}

/** One that is open for long is no slow one. */
function isSubscription({ operation }: OperationDefinitionNode): boolean {
  return operation === OperationTypeNode.SUBSCRIPTION;
}
