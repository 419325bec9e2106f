import type { AbortSignalLike } from '@accounts-center/subgraph-kit';
import { type DocumentNode, GraphQLError } from 'graphql';
import { internalError } from '../errors/internal-error.ts';
import type { EngineContext, EngineLog, EngineOptions } from './engine-options.ts';
import { executeOperation, type WrittenAnswer } from './execute/execute-operation.ts';
import type { InFlight } from './execute/in-flight.ts';
import type { Run } from './execute/run.ts';
import { coerceVariables, type Variables } from './operation/coerce-variables.ts';
import { variableInside } from './operation/isolate.ts';
import type { PrivateNames } from './operation/private-names.ts';
import type { LabelResolver } from './plan/override-labels.ts';
import type { SchemaVersion } from './schema-version.ts';
import type { SharedRequests } from './shared-requests.ts';
import type { JsonBytes } from './write/json-bytes.ts';

export interface EngineRequest<Caller> {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Variables;
  readonly context: EngineContext<Caller>;
}

export interface AnswerParts<Caller>
  extends Pick<EngineOptions<Caller>, 'subgraphs' | 'identityOf' | 'shareIdenticalRequests'> {
  readonly log: EngineLog;
  readonly names: PrivateNames;
  readonly json: JsonBytes;
  readonly overrideLabels: LabelResolver<EngineContext<Caller>>;
  /** Calls of subgraphs under way. */
  readonly subgraphCalls: InFlight;
  /** Whole queries under way. */
  readonly requests: SharedRequests;
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
    return await answer(version, request, parts);
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
  const labels = version.labelsFor(decided);
  const labelsOn = new Set(labels.length > 0 ? parts.overrideLabels(labels, context) : []);
  const prepared = await version.prepareInTurn(decided, labelsOn, context.signal);
  if (!prepared) return { errors: [new GraphQLError('Nobody waits for the answer any more.')] };
  if (prepared.kind === 'unplannable') return { errors: [prepared.error()] };
  const identity = prepared.isMutation ? undefined : parts.identityOf?.(context.caller);
  const variables = variablesInside(coerced.values, parts.names);
  const run = (signal: AbortSignalLike | undefined): Promise<WrittenAnswer> => {
    const ask = askFor({ ...context, signal }, identity, parts);
    return executeOperation(prepared, variables, { ask, apiSchema, names: parts.names, json: parts.json });
  };
  if (prepared.isMutation) return afterwards(run(context.signal), () => forgetReads(parts));
  if (identity === undefined || parts.shareIdenticalRequests !== true) return run(context.signal);
  return parts.requests.share(prepared, JSON.stringify([coerced.values, identity]), context.signal, run);
}

function variablesInside(values: Variables, names: PrivateNames): Variables {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [variableInside(name, names), value]));
}

function askFor<Caller>(
  { caller, signal }: EngineContext<Caller>,
  identity: string | undefined,
  { subgraphs, subgraphCalls }: AnswerParts<Caller>,
): Run['ask'] {
  if (identity === undefined) return (service, operation) => subgraphs.ask(service, operation, caller, signal);
  return (service, operation) => {
    const body = operation.body ?? JSON.stringify([operation.query, operation.variables]);
    return subgraphCalls.share({ service, identity, body }, signal, (shared) =>
      subgraphs.ask(service, operation, caller, shared),
    );
  };
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
