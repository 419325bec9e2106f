import type { Clock } from '../clock.ts';
import type { EventPush } from '../outbox/event-push.ts';
import type { EventPublisher } from './event-bus.ts';

/** The type under which an event of the graph is pushed. */
export const GRAPH_EVENT = 'graph.event';

/**
 * Publishes by pushing every event to one gateway, which tells its subscribers. Several gateways need a bus between them.
 * @param parts.gateway its name among the services
 */
export function createPushingPublisher(parts: {
  readonly push: EventPush;
  readonly clock: Clock;
  readonly gateway: string;
}): EventPublisher {
  const { push, clock, gateway } = parts;
  return {
    publish: async ({ key, field, value, audience, publishedAt, ...event }) => {
      const payload = { field, arguments: event.arguments, value, ...(audience && { audience }) };
      const createdAt = publishedAt === undefined ? clock.now() : new Date(publishedAt);
      await push.push({ id: key, destination: gateway, type: GRAPH_EVENT, payload, createdAt });
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
