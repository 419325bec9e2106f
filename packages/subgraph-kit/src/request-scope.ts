import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What belongs to the request (or job) being served, readable anywhere below it. */
export interface RequestScope {
  readonly requestId: string;
}

/** The header in which a request id travels from service to service. */
export const REQUEST_ID_HEADER = 'x-request-id';

const WELL_FORMED = /^[A-Za-z0-9_.-]{1,64}$/;

const scopes = new AsyncLocalStorage<RequestScope>();

/** Runs `work` as part of a request: log lines and calls to sister services carry its id. */
export function runInRequest<T>(scope: RequestScope, work: () => T): T {
  return scopes.run(scope, work);
}

/** The id of the request being served, or undefined outside of any. */
export function currentRequestId(): string | undefined {
  return scopes.getStore()?.requestId;
}

/** The caller's request id if it is well-formed (it ends up in logs), else a new one. */
export function requestIdFrom(header: unknown): string {
  return typeof header === 'string' && WELL_FORMED.test(header) ? header : randomUUID();
}
