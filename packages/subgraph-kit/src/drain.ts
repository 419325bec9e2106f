import type { Server, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { WithUnderWay } from './http-sockets.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the process is told to end: whoever asks for its readiness is told no. */
    isDraining?: boolean;
  }
}

export interface DrainOptions {
  /** How long it says that it is not ready, and serves all the same, before listening ends: not at all unless told. */
  readonly announceMs?: number;
  /** How long requests under way may take to end after that: 10 s unless told. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 10_000;
const SWEEP_MS = 100;

/**
 * Closes a server so that no request is lost. At once `/ready` says no, and each answer asks its client to leave the connection; after
 * `announceMs`, when nobody sends anybody here any more, listening ends; then the requests under way. Those that take too long
 * are cut off.
 */
export async function drain(server: FastifyInstance, options: DrainOptions = {}): Promise<void> {
  const { announceMs = 0, patienceMs = PATIENCE_MS } = options;
  if (!server.isDraining) {
    server.isDraining = true;
    lastAnswers(server.server);
    if (announceMs > 0) await wait(announceMs);
  }
  // Connections may fall idle after closing has begun, and then nobody else closes them.
  const sweep = setInterval(() => server.server.closeIdleConnections(), SWEEP_MS);
  const end = setTimeout(() => server.server.closeAllConnections(), patienceMs);
  try {
    await server.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(end);
  }
}

/** From now on each answer is the last of its connection, those that are being made too. */
function lastAnswers(server: Server & Partial<WithUnderWay>): void {
  const isLast = (response: ServerResponse): void => {
    response.shouldKeepAlive = false;
  };
  server.prependListener('request', (_request, response) => isLast(response));
  for (const response of server.underWay ?? []) if (!response.headersSent) isLast(response);
}
