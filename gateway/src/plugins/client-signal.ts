import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';

/** A signal that is aborted when the client has gone before its answer was sent. */
export function clientSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // one for each call of a service
  const onClose = (): void => {
    if (!response.writableFinished) controller.abort();
  };
  // It may have gone while its request waited for its turn.
  if (response.closed) onClose();
  else response.once('close', onClose);
  return controller.signal;
}
