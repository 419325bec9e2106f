/** Settles as `call` does, or rejects with the deadline's reason when that comes first, whatever becomes of the call. */
export function beforeDeadline<T>(deadline: AbortSignal, call: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const pass = (): void => reject(deadline.reason);
    deadline.addEventListener('abort', pass, { once: true });
    call.then(resolve, reject).then(() => deadline.removeEventListener('abort', pass));
  });
}
