import { drain as drainServer } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';

const PATIENCE_MS = 10_000;

/**
 * Closes a server once the requests under way are answered; those that take too long are cut off.
 * @param announceMs how long `/ready` says no before that
 */
export function drain(server: FastifyInstance, patienceMs = PATIENCE_MS, announceMs = 0): Promise<void> {
  return drainServer(server, { patienceMs, announceMs });
}
