export const COUNTS_TABLE = 'rate_limits';

/** Waits until a limiter has made its table. */
export function prepared(create: (done: (error?: Error) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    create((error) => (error ? reject(error) : resolve()));
  });
}
