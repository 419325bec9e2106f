import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isIntrospectionType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { AbortSignalLike } from '../abort-signal-like.ts';
import { currentOperation, type Operation, runInOperation } from '../request-scope.ts';
import { type CountFields, createFieldCount } from './count-fields.ts';

/** What an operation keeps back of its time to answer in: calls made for it end so much earlier. */
const ANSWER_MARGIN_MS = 500;
/** As a share of its time, where that is short. */
const ANSWER_MARGIN = 0.2;

/** How far an operation may go. */
export interface ExecutionBounds {
  /** How many fields it may resolve in all. */
  readonly maxFields: number;
  readonly timeoutMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignalLike;
}

/** The operation was ended before it had an answer. */
export class ExecutionEnded extends Error {
  readonly code: 'COST_ACTUAL_TOO_EXPENSIVE' | 'DEADLINE_EXCEEDED' | 'CALLER_GONE';

  constructor(code: ExecutionEnded['code'], message: string) {
    super(message);
    this.name = 'ExecutionEnded';
    this.code = code;
  }
}

/**
 * Executes an operation of a bounded schema. graphql-js can't be stopped, so one that is ended is left where it stands: what it
 * asks for next never comes.
 * @throws ExecutionEnded when it needed more than its bounds allow
 */
export function executeBounded<T>(bounds: ExecutionBounds, work: () => Promise<T>): Promise<T> {
  const { maxFields, timeoutMs, signal } = bounds;
  return new Promise((resolve, reject) => {
    const callsEndAt = performance.now() + timeoutMs - Math.min(ANSWER_MARGIN_MS, timeoutMs * ANSWER_MARGIN);
    const operation: Operation = { fieldsLeft: maxFields, isOver: false, callsEndAt, end };
    const tooLate = () => end(new ExecutionEnded('DEADLINE_EXCEEDED', `No answer within ${timeoutMs} ms.`));
    const gone = () => end(new ExecutionEnded('CALLER_GONE', 'Nobody waits for the answer.'));
    const timer = setTimeout(tooLate, timeoutMs);
    signal?.addEventListener('abort', gone);

    function settled(): void {
      operation.isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', gone);
    }
    function end(reason: Error): void {
      settled();
      reject(reason);
    }

    if (signal?.aborted) gone();
    else runInOperation(operation, work).then(resolve, reject).finally(settled);
  });
}

/**
 * Has each field of a schema that leads to objects ask whether its operation may go on. Changes the schema; which of them are
 * plain properties stays known by the extension `isPlain`.
 */
export function boundSchema(schema: GraphQLSchema): GraphQLSchema {
  const countFields = createFieldCount();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields()))
      if (!isLeafType(getNamedType(field.type))) bound(field, countFields);
  }
  return schema;
}

function bound(field: GraphQLField<unknown, unknown>, countFields: CountFields): void {
  const { resolve = defaultFieldResolver } = field;
  field.extensions = { ...field.extensions, isPlain: field.resolve === undefined };
  field.resolve = (source, args, context, info) => {
    const operation = currentOperation();
    if (operation === undefined) return resolve(source, args, context, info);
    if (operation.isOver) return never();
    const value: unknown = resolve(source, args, context, info);
    const costOfEach = 1 + countFields(info);
    return isThenable(value)
      ? value.then((found) => admit(found, costOfEach, operation))
      : admit(value, costOfEach, operation);
  };
}

/** Objects are paid for before any of their fields is resolved, so that what is over the bound costs nothing. */
function admit(value: unknown, costOfEach: number, operation: Operation): unknown {
  if (value === null || value === undefined) return value;
  const objects = Array.isArray(value) ? value.length : 1;
  operation.fieldsLeft -= objects * costOfEach;
  if (operation.fieldsLeft >= 0 && !operation.isOver) return value;
  operation.end(new ExecutionEnded('COST_ACTUAL_TOO_EXPENSIVE', 'The operation resolves too many fields.'));
  return never();
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

function never(): Promise<never> {
  return new Promise(() => {});
}
