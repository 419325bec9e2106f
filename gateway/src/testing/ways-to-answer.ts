import type { RequestListener } from 'node:http';

/** Takes a request and says nothing more. */
export const hang: RequestListener = () => {};

/** Resets the connection. */
export const reset: RequestListener = (request) => void request.socket.resetAndDestroy();

/** Ends the connection amid the answer. */
export const half: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-length': 100 }).write('{"data":');
  response.socket?.end();
};

export function says(status: number, body: string): RequestListener {
  return (_, response) => void response.writeHead(status).end(body);
}

/** One of them after the other, the last one from then on. */
export function inTurn(...listeners: RequestListener[]): RequestListener {
  return (request, response) => (listeners.length > 1 ? listeners.shift() : listeners[0])?.(request, response);
}
