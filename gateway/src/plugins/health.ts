import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../readiness.ts';

/**
 * `/health`: the process is alive. `/ready`: so is all that it needs, each by its name; else 503. `/ready?without=subgraphs` does not
 * count the subgraphs, for those who would take every gateway away when one subgraph is. It is 503 at once when the process is
 * told to end.
 */
export function addHealth(server: FastifyInstance, ready: () => Promise<Readiness>): void {
  const service = 'gateway';
  server.get('/health', () => ({ service, status: 'alive' }));
  server.get<{ Querystring: { without?: string } }>('/ready', async ({ query }, reply) => {
    if (server.isDraining === true) return reply.code(503).send({ service, status: 'ending' });
    const { isReady, services, dependencies } = await ready();
    const isGood = query.without === 'subgraphs' ? Object.values(dependencies ?? {}).every(Boolean) : isReady;
    const status = isGood ? 'ready' : 'not ready';
    return reply.code(isGood ? 200 : 503).send({ service, status, services, ...(dependencies && { dependencies }) });
  });
}
