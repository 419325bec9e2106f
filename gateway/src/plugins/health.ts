import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../readiness.ts';

/**
 * `/health`: the process is alive. `/ready`: so is all that it needs, each by its name; else 503. `/ready?only=gateway` tells the same,
 * and is 503 only once the process is told to end: for those who would take every gateway away when one subgraph is.
 */
export function addHealth(server: FastifyInstance, ready: () => Promise<Readiness>): void {
  const service = 'gateway';
  server.get('/health', () => ({ service, status: 'alive' }));
  server.get<{ Querystring: { only?: string } }>('/ready', async ({ query }, reply) => {
    if (server.isDraining === true) return reply.code(503).send({ service, status: 'ending' });
    const { isReady, services, dependencies } = await ready();
    const status = isReady ? 'ready' : 'not ready';
    return reply
      .code(isReady || query.only === 'gateway' ? 200 : 503)
      .send({ service, status, services, ...(dependencies && { dependencies }) });
  });
}
