import type { FastifyInstance } from 'fastify';

const PATIENCE_MS = 10_000;
const SWEEP_MS = 100;

/** Closes a server once the requests under way are answered; those that take too long are cut off. */
export async function drain(server: FastifyInstance, patienceMs = PATIENCE_MS): Promise<void> {
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
