import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../readiness.ts';

/** `/health`: the process is alive. `/ready`: every subgraph is ready, too; 503 and which one is not, else. */
export function addHealth(server: FastifyInstance, ready: () => Promise<Readiness>): void {
  server.get('/health', () => ({ service: 'gateway', status: 'alive' }));
  server.get('/ready', async (_request, reply) => {
    const { isReady, services } = await ready();
    reply.code(isReady ? 200 : 503);
    return { service: 'gateway', status: isReady ? 'ready' : 'not ready', services };
  });
}
