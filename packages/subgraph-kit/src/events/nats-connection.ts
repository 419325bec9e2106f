import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '../logger.ts';
import { ServiceUnreachable } from '../service-client/failures.ts';
import { createOutages } from '../service-client/outages.ts';

const NATS = 'nats';
const RETRY_MS = 500;
const PERSISTENT = { maxReconnectAttempts: -1, reconnectTimeWait: RETRY_MS, reconnectJitter: RETRY_MS } as const;

/** A connection that comes back by itself. */
export interface NatsLine extends AsyncDisposable {
  /**
   * The connection, as soon as it stands.
   * @throws ServiceUnreachable when it does not after `timeoutMs`, or the line is closed
   */
  connection(timeoutMs: number): Promise<NatsConnection>;
  /** Resolves after a while, or when the line is closed. */
  pause(): Promise<void>;
  readonly isClosed: boolean;
}

/**
 * Connects in the background, and tries for as long as it takes: who starts need not wait for the server.
 * @param parts.servers `nats://[user:password@]host:port`, separated by commas
 * @param parts.log is told when the server goes away, and when it is back
 */
export function openNatsLine(parts: {
  readonly servers: string;
  readonly name: string;
  readonly log: Logger;
}): NatsLine {
  const outages = createOutages(parts.log);
  const closing = new AbortController();
  const { signal } = closing;
  let standing = newStanding();
  const connected = keepTrying();

  async function keepTrying(): Promise<NatsConnection | undefined> {
    while (!signal.aborted) {
      try {
        const connection = await connect({ ...serversOf(parts.servers), name: parts.name, ...PERSISTENT });
        outages.answered(NATS);
        standing.resolve(connection);
        void watch(connection);
        return connection;
      } catch (error) {
        outages.failed(unreachable(error));
        await pause();
      }
    }
    return undefined;
  }

  async function watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' && !signal.aborted) {
        standing = newStanding();
        outages.failed(unreachable(new Error('The connection broke off')));
      } else if (type === 'reconnect') {
        outages.answered(NATS);
        standing.resolve(connection);
      }
    }
  }

  function pause(): Promise<void> {
    return within(RETRY_MS, signal, new Promise<void>(() => undefined)).catch(() => undefined);
  }

  return {
    pause,
    get isClosed() {
      return signal.aborted;
    },
    connection: (timeoutMs) => within(timeoutMs, signal, standing.promise),
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await (await connected)?.close();
    },
  };
}

/** What the log and the outbox call an absence of the server. */
export function unreachable(cause: unknown): ServiceUnreachable {
  return new ServiceUnreachable(NATS, cause);
}

/** @throws ServiceUnreachable when the time is up, or the signal is aborted */
function within<T>(timeoutMs: number, signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      act();
    };
    const giveUp = (): void => settle(() => reject(unreachable(new Error('There is no connection'))));
    const timer = setTimeout(giveUp, signal.aborted ? 0 : timeoutMs);
    signal.addEventListener('abort', giveUp);
    void promise.then((value) => settle(() => resolve(value)));
  });
}

function newStanding(): { readonly promise: Promise<NatsConnection>; resolve(connection: NatsConnection): void } {
  let resolve: (connection: NatsConnection) => void = () => {};
  const promise = new Promise<NatsConnection>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function serversOf(urls: string) {
  const servers = urls.split(',').map((url) => new URL(url.trim()));
  const { username = '', password = '', protocol } = servers[0] ?? {};
  return {
    servers: servers.map(({ host }) => host),
    ...(username !== '' && { user: decodeURIComponent(username), pass: decodeURIComponent(password) }),
    ...(protocol === 'tls:' && { tls: {} }),
  };
}
