import { type AbortSignalLike, runInRequest } from '@accounts-center/subgraph-kit';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { internalError } from '../../errors/internal-error.ts';
import { type AskParts, askFor } from '../ask-subgraphs.ts';
import type {
  EngineLog,
  EngineObserver,
  SourceEvent,
  SubscriptionEvent,
  SubscriptionOptions,
} from '../engine-options.ts';
import { executeOperation } from '../execute/execute-operation.ts';
import { InFlight } from '../execute/in-flight.ts';
import type { Variables } from '../operation/coerce-variables.ts';
import type { PrivateNames } from '../operation/private-names.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { SchemaVersion } from '../schema-version.ts';
import type { JsonBytes } from '../write/json-bytes.ts';
import { dataOf, writeResult } from '../write/result-data.ts';

/** How the events of a subscription are resolved. */
export interface EventPlan {
  readonly version: SchemaVersion;
  readonly prepared: PreparedOperation;
  /** By their names inside. */
  readonly variables: Variables;
}

export interface ResolutionParts<Caller> extends Pick<AskParts<Caller>, 'subgraphs' | 'identityOf'> {
  readonly log: EngineLog;
  readonly names: PrivateNames;
  readonly json: JsonBytes;
  readonly options: SubscriptionOptions;
  readonly observer?: EngineObserver<Caller> | undefined;
  /** Calls under way for one event. Those for an earlier one may not be joined: their answers may be from before this one. */
  readonly calls: WeakMap<object, InFlight>;
}

/** For whom an event is resolved. */
export interface EventReader<Caller> {
  readonly caller: Caller;
  readonly signal: AbortSignalLike;
}

/** Answers a subscription's operation for one event. Never rejects. */
export function resolveEvent<Caller>(
  plan: EventPlan,
  event: SourceEvent,
  reader: EventReader<Caller>,
  parts: ResolutionParts<Caller>,
): Promise<SubscriptionEvent> {
  const { newRequestId } = parts.options;
  const work = (): Promise<SubscriptionEvent> => resolve(plan, event, reader, parts);
  return newRequestId ? runInRequest({ requestId: newRequestId() }, work) : work();
}

async function resolve<Caller>(
  { version, prepared, variables }: EventPlan,
  event: SourceEvent,
  reader: EventReader<Caller>,
  parts: ResolutionParts<Caller>,
): Promise<SubscriptionEvent> {
  const { names, json, log } = parts;
  const marks = marksOf(event);
  const observed = parts.observer?.onEvent?.(reader.caller);
  let errorCount = 1;
  try {
    const ask = askFor(observed ? { ...reader, caller: observed.caller } : reader, true, {
      ...parts,
      subgraphCalls: callsFor(event, parts.calls),
    });
    const { apiSchema } = version.supergraph;
    const answer = event.answer && { event: event.answer };
    const { result, errors } = await executeOperation(prepared, variables, { ask, apiSchema, names, json, ...answer });
    errorCount = errors.length;
    if (errorCount === 0) return { ...marks, result: onOneLine(result) };
    const formatted = errors.map((error) => formatError(error, parts.options));
    return { ...marks, result: onOneLine(writeResult({ errors: formatted, data: dataOf(result) })) };
  } catch (error) {
    if (error instanceof GraphQLError) return { ...marks, ...errorEvent(error, parts.options) };
    log.error({ err: error }, 'The engine failed');
    return { ...marks, ...errorEvent(internalError(), parts.options) };
  } finally {
    observed?.ended(errorCount);
  }
}

/** What is known of an event besides its result. */
export function marksOf({ id, isKept }: SourceEvent): Omit<SubscriptionEvent, 'result'> {
  return { ...(id !== undefined && { id }), ...(isKept === true && { isKept }) };
}

/** An event that has nothing but an error. */
export function errorEvent(error: GraphQLError, options: SubscriptionOptions): SubscriptionEvent {
  return { result: JSON.stringify({ errors: [formatError(error, options)] }) };
}

function formatError(error: GraphQLError, options: SubscriptionOptions): GraphQLFormattedError {
  return options.formatError?.(error) ?? error.toJSON();
}

function callsFor({ cause }: SourceEvent, all: WeakMap<object, InFlight>): InFlight {
  if (!cause) return new InFlight();
  const known = all.get(cause) ?? new InFlight();
  all.set(cause, known);
  return known;
}

/** Results end with a line of their own. */
function onOneLine<T extends Buffer | string>(result: T): T {
  return (typeof result === 'string' ? result.slice(0, -1) : result.subarray(0, -1)) as T;
}
