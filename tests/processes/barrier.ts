import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A call from one process to another, as it passes. */
export interface PassingCall {
  readonly service: string;
  readonly path: string;
  readonly body: string;
}

/** Before a call reaches its service, while that works on it, or when it has answered and the caller has not heard yet. */
export type Moment = 'before' | 'during' | 'after';

export interface CallPoint {
  readonly moment: Moment;
  readonly call: (call: PassingCall) => boolean;
}

/** What all calls between processes pass through; it stops one of them where a test wants something to happen. */
export interface Barrier extends AsyncDisposable {
  /** Where each service is to be called instead of at its own address. */
  readonly addresses: Readonly<Record<string, string>>;
  /**
   * Acts at the next call that matches, once. That call waits for it, unless it is acted upon while it is worked on.
   * @returns resolves once it has acted
   */
  at(point: CallPoint, act: () => Promise<void>): Promise<void>;
  /** Lets everything pass again. @returns whether it was still waiting for the call */
  lift(): boolean;
}

interface Answer {
  readonly message: IncomingMessage;
  readonly body: Buffer;
}

/** @param origins where the services are, by their names */
export async function openBarrier(origins: Readonly<Record<string, string>>): Promise<Barrier> {
  let waiting: { readonly point: CallPoint; readonly act: () => Promise<void> } | undefined;

  async function step(moment: Moment, call: PassingCall): Promise<void> {
    if (waiting?.point.moment !== moment || !waiting.point.call(call)) return;
    const { act } = waiting;
    waiting = undefined;
    await act();
  }

  async function pass(service: string, origin: string, incoming: IncomingMessage, outgoing: ServerResponse) {
    const body = await buffer(incoming);
    const call = { service, path: incoming.url ?? '', body: body.toString() };
    await step('before', call);
    const [answer] = await Promise.all([forward(origin, incoming, body), step('during', call)]);
    await step('after', call);
    outgoing.writeHead(answer.message.statusCode ?? 502, answer.message.rawHeaders).end(answer.body);
  }

  const servers = new Map<string, Server>();
  for (const [service, origin] of Object.entries(origins)) {
    // To the caller it is as if the service itself had broken off.
    const server = createServer((incoming, outgoing) => {
      pass(service, origin, incoming, outgoing).catch(() => incoming.socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.set(service, server);
  }

  return {
    addresses: Object.fromEntries([...servers].map(([service, server]) => [service, originOf(server)])),
    at: (point, act) =>
      new Promise((resolve, reject) => {
        waiting = { point, act: () => act().then(resolve, reject) };
      }),
    lift: () => {
      const wasWaiting = waiting !== undefined;
      waiting = undefined;
      return wasWaiting;
    },
    [Symbol.asyncDispose]: async () => {
      for (const server of servers.values()) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/** A connection of its own for each call: one kept open to a process that was killed would break the next call. */
async function forward(origin: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { method, url, rawHeaders } = incoming;
  const outgoing = request(new URL(url ?? '', origin), { method, headers: rawHeaders, agent: false });
  outgoing.end(body);
  const [message] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { message, body: await buffer(message) };
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It does not listen on a port.');
  return `http://127.0.0.1:${address.port}`;
}
