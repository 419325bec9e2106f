import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { TraceContext } from './telemetry/trace-context.ts';

/** What belongs to the request (or job) being served, readable anywhere below it. */
export interface RequestScope {
  readonly requestId: string;
  /** Where it stands in its trace. */
  readonly trace?: TraceContext | undefined;
}

interface Scope extends Partial<Pick<RequestScope, 'requestId'>> {
  readonly operation?: Operation;
  trace?: TraceContext | undefined;
}

/** A GraphQL operation that is being answered, as part of a request. */
export interface Operation {
  /** How many fields it may still resolve. */
  fieldsLeft: number;
  /** Whether it has been answered, or ended without; what it has begun goes on all the same. */
  isOver: boolean;
  /** By when the calls made for it have to end, so that there is still time to answer; on the clock of `performance.now`. */
  readonly callsEndAt: number;
  end(reason: Error): void;
}

/** The header in which a request id travels from service to service. */
export const REQUEST_ID_HEADER = 'x-request-id';

const WELL_FORMED = /^[A-Za-z0-9_.-]{1,64}$/;

const scopes = new AsyncLocalStorage<Scope>();

/** Runs `work` as part of a request, or as a job: log lines and calls to sister services carry its id. */
export function runInRequest<T>({ requestId, trace }: RequestScope, work: () => T): T {
  return scopes.run({ requestId, trace }, work);
}

/** Runs `work` as the answering of an operation of the current request. A job that it kicks off is none of its work. */
export function runInOperation<T>(operation: Operation, work: () => T): T {
  return scopes.run({ ...scopes.getStore(), operation }, work);
}

/** The id of the request being served, or undefined outside of any. */
export function currentRequestId(): string | undefined {
  return scopes.getStore()?.requestId;
}

/** Where the work being done stands in its trace; undefined where there is none. */
export function currentTrace(): TraceContext | undefined {
  return scopes.getStore()?.trace;
}

/** From now on the current request, or job, stands there. */
export function continueAt(trace: TraceContext): void {
  const scope = scopes.getStore();
  if (scope) scope.trace = trace;
}

/** The operation being answered, or undefined outside of any. */
export function currentOperation(): Operation | undefined {
  return scopes.getStore()?.operation;
}

/**
 * For how many milliseconds the operation being answered may still wait for others: what is left of its deadline, less the
 * time to answer in. Infinity outside of any operation, and when it is over: then nobody waits.
 */
export function timeLeftMs(): number {
  const operation = currentOperation();
  if (operation === undefined || operation.isOver) return Number.POSITIVE_INFINITY;
  return Math.max(0, operation.callsEndAt - performance.now());
}

/** The caller's request id if it is well-formed (it ends up in logs), else a new one. */
export function requestIdFrom(header: unknown): string {
  return typeof header === 'string' && WELL_FORMED.test(header) ? header : randomUUID();
}
