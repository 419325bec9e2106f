/**
 * The header in which a caller says for how many more milliseconds it waits for the answer. A span, not an instant: clocks
 * differ.
 */
export const REQUEST_TIMEOUT_HEADER = 'x-request-timeout-ms';

const WHOLE_NUMBER = /^\d{1,9}$/;

/** How long a caller waits by its header, but at most `maxMs`. */
export function timeoutFrom(header: unknown, maxMs: number): number {
  return typeof header === 'string' && WHOLE_NUMBER.test(header) ? Math.min(Number(header), maxMs) : maxMs;
}

/** Settles as `call` does, or rejects with the deadline's reason when that comes first, whatever becomes of the call. */
export function beforeDeadline<T>(deadline: AbortSignal, call: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const pass = (): void => reject(deadline.reason);
    if (deadline.aborted) pass();
    deadline.addEventListener('abort', pass, { once: true });
    call.then(resolve, reject).then(() => deadline.removeEventListener('abort', pass));
  });
}
