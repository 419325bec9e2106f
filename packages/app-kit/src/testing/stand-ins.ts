import {
  createServiceServer,
  type IdentityVerifier,
  identityOf,
  mountEvents,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';

/** An event as accounts-center got it. */
export interface CaughtEvent {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The service that signed it. */
  readonly source: string;
}

/** In place of accounts-center: takes every event. */
export function eventCatcher(verifier: IdentityVerifier): { server: FastifyInstance; events: CaughtEvent[] } {
  const events: CaughtEvent[] = [];
  const known = new Set<string>();
  const server = createServiceServer({ name: 'accounts-center', log: silentLogger, verifier });
  mountEvents(server, verifier, async ({ id, type, payload, source }) => {
    // As the real one does: an event may be sent more than once.
    if (known.has(id)) return 'duplicate';
    known.add(id);
    events.push({ type, payload: payload as CaughtEvent['payload'], source });
    return 'handled';
  });
  return { server, events };
}

/** In place of a sister app: hands out files by id to whoever has the grant for it. */
export function sisterApp(verifier: IdentityVerifier): { server: FastifyInstance; files: Map<string, Buffer> } {
  const files = new Map<string, Buffer>();
  const server = createServiceServer({ name: 'sister', log: silentLogger, verifier });
  server.get<{ Params: { id: string } }>('/media/:id/original', async (request, reply) => {
    const { id } = request.params;
    const file = identityOf(request).resource === id ? files.get(id) : undefined;
    return file === undefined ? reply.code(404).send({}) : reply.type('image/jpeg').send(file);
  });
  return { server, files };
}
