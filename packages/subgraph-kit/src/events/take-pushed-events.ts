import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { IdentityVerifier } from '../identity/identity.ts';
import { mountEvents } from '../outbox/event-door.ts';
import { EventRefused } from '../outbox/incoming-event.ts';
import { addIdentityCheck } from '../server.ts';
import type { EventPublisher, NewGraphEvent } from './event-bus.ts';
import { GRAPH_EVENT } from './pushing-publisher.ts';
import { EventBody } from './read-event.ts';

/**
 * Takes at `/events` what services push, and publishes it in this process.
 * @param server a part of a server that has nothing but this
 * @param verifier admits the services, under the audience `<this process>/events`
 */
export function takePushedEvents(server: FastifyInstance, verifier: IdentityVerifier, bus: EventPublisher): void {
  server.decorateRequest('identity', null);
  addIdentityCheck(server, verifier);
  mountEvents(server, verifier, async ({ id, type, payload, source, createdAt }) => {
    if (type !== GRAPH_EVENT) return 'unknown';
    const event = EventBody.safeParse(payload);
    if (!event.success) throw new EventRefused(z.prettifyError(event.error));
    const told = event.data as Omit<NewGraphEvent, 'key'>;
    await bus.publish({ ...told, key: `${source} ${id}`, publishedAt: createdAt.getTime() });
    return 'handled';
  });
}
