import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';

/** A signal that is aborted when the client has gone before its answer was sent. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // one for each call of a service
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
