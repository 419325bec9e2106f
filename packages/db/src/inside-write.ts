import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<{ open: boolean }>();

/** Whether the calling code runs inside a `write`, where waiting for anything but the database is forbidden. */
export function insideWrite(): boolean {
  return current.getStore()?.open === true;
}

/** Runs `body` marked as a write. Work that it leaves behind is outside again once `body` has settled. */
export async function markAsWrite<T>(body: () => Promise<T>): Promise<T> {
  const mark = { open: true };
  try {
    // Awaited inside: a query that `body` only returns starts when it is awaited.
    return await current.run(mark, async () => await body());
  } finally {
    mark.open = false;
  }
}
