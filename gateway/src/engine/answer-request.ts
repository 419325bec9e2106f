import { type AbortSignalLike, badInput } from '@accounts-center/subgraph-kit';
import { type DocumentNode, GraphQLError, OperationTypeNode } from 'graphql';
import { internalError } from '../errors/internal-error.ts';
import { type AskParts, askFor } from './ask-subgraphs.ts';
import type { EngineContext, EngineLog, EngineOptions } from './engine-options.ts';
import { executeOperation, type WrittenAnswer } from './execute/execute-operation.ts';
import { coerceVariables, type Variables } from './operation/coerce-variables.ts';
import { variablesInside } from './operation/isolate.ts';
import type { PrivateNames } from './operation/private-names.ts';
import { type PreparationParts, prepareRequest } from './prepare-request.ts';
import type { SchemaVersion } from './schema-version.ts';
import type { SharedRequests } from './shared-requests.ts';
import type { Subscriptions } from './subscriptions/subscriptions.ts';
import type { JsonBytes } from './write/json-bytes.ts';

export interface EngineRequest<Caller> {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Variables;
  readonly context: EngineContext<Caller>;
}

export interface AnswerParts<Caller>
  extends Pick<EngineOptions<Caller>, 'shareIdenticalRequests'>,
    PreparationParts<Caller>,
    AskParts<Caller> {
  readonly log: EngineLog;
  readonly names: PrivateNames;
  readonly json: JsonBytes;
  /** Whole queries under way. */
  readonly requests: SharedRequests;
  /** Subscriptions that are open. */
  readonly subscriptions: Subscriptions<Caller>;
}

/** Without data: the request was refused as a whole. */
export type EngineAnswer = Pick<WrittenAnswer, 'errors'> & Partial<WrittenAnswer>;

/** Answers one request on one version of the schema. Never rejects. */
export async function answerRequest<Caller>(
  version: SchemaVersion,
  request: EngineRequest<Caller>,
  parts: AnswerParts<Caller>,
): Promise<EngineAnswer> {
  try {
    const answered = await answer(version, request, parts);
    // Of what was given up, the cost is not known: subgraphs may have done it all.
    const isGivenUp = request.context.signal?.aborted === true;
    if (answered.cost !== undefined && !isGivenUp) request.context.spent?.(answered.cost);
    if (answered.freshness !== undefined) request.context.keepable?.(answered.freshness);
    return answered;
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    parts.log.error({ err: error }, 'The engine failed');
    return { errors: [internalError({ status: 500 })] };
  }
}

async function answer<Caller>(
  version: SchemaVersion,
  { document, operationName, variables: given, context }: EngineRequest<Caller>,
  parts: AnswerParts<Caller>,
): Promise<EngineAnswer> {
  const { apiSchema } = version.supergraph;
  const operation = version.open(document, operationName);
  const coerced = coerceVariables(apiSchema, operation.variableDefinitions, given);
  if ('errors' in coerced) return coerced;
  const decided = operation.decidedBy(coerced.values);
  const prepared = await prepareRequest(version, decided, context, parts);
  if (prepared instanceof GraphQLError) return { errors: [prepared] };
  const identity = prepared.isMutation ? undefined : parts.identityOf?.(context.caller);
  const variables = variablesInside(coerced.values, parts.names);
  if (prepared.subscription) {
    const plan = { version, prepared, variables };
    const refused = parts.subscriptions.begin({ operation: decided, values: coerced.values }, plan, context);
    if (refused.errors.length === 0) context.begun?.();
    return refused;
  }
  context.begun?.();
  const run = (signal: AbortSignalLike | undefined): Promise<WrittenAnswer> => {
    const ask = askFor({ ...context, signal }, identity !== undefined, parts);
    const { names, json } = parts;
    return executeOperation(prepared, variables, { ask, apiSchema, names, json, measure: version.measure });
  };
  if (decided.node.operation === OperationTypeNode.SUBSCRIPTION) {
    // Nothing of it may be read, or is wanted.
    const { errors } = await run(context.signal);
    return { errors: errors.length > 0 ? errors : [badInput('A subscription asks for one field.')] };
  }
  if (prepared.isMutation) {
    const { freshness: _, ...changed } = await afterwards(run(context.signal), () => forgetReads(parts));
    return changed;
  }
  if (identity === undefined || parts.shareIdenticalRequests !== true) return run(context.signal);
  return parts.requests.share(prepared, JSON.stringify([coerced.values, identity]), context.signal, run);
}

/** After a mutation nobody may get what was read before it ended. */
function forgetReads<Caller>({ subgraphCalls, requests }: AnswerParts<Caller>): void {
  subgraphCalls.close();
  requests.close();
}

async function afterwards<T>(work: Promise<T>, then: () => void): Promise<T> {
  try {
    return await work;
  } finally {
    then();
  }
}
