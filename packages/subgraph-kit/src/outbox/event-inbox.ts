import type { Database } from '@accounts-center/db';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../clock.ts';
import type { IdentityVerifier } from '../identity/identity.ts';
import { mountEvents, type Reception } from './event-door.ts';
import { createInboxStore } from './inbox.store.ts';
import type { EventHandler, IncomingEvent } from './incoming-event.ts';

export interface EventInbox {
  /**
   * Applies an event of a service once, however often it comes. `unknown` types are left to the sender, for a later version of us.
   * @throws what its handler throws; then nothing has happened
   */
  receive(event: IncomingEvent): Promise<Reception>;
  /** Takes events at `/events` from the callers that `verifier` (audience `<service>/events`) admits. */
  mount(server: FastifyInstance, verifier: IdentityVerifier): void;
  /** Forgets events older than 90 days; call it now and then. */
  sweep(): Promise<void>;
}

/**
 * Takes the events that sister services push.
 * @param parts.onHandled called after an event took effect: kick the outbox there when handlers enqueue
 */
export function createEventInbox(parts: {
  db: Database;
  clock: Clock;
  handlers: Readonly<Record<string, EventHandler>>;
  onHandled?: () => void;
}): EventInbox {
  const { db, clock, handlers, onHandled } = parts;
  const store = createInboxStore({ db, clock });

  async function receive(event: IncomingEvent): Promise<Reception> {
    const handler = Object.hasOwn(handlers, event.type) ? handlers[event.type] : undefined;
    if (handler === undefined) return 'unknown';
    const isNew = await db.write(
      async (tx) => {
        if (!(await store.remember(tx, event))) return false;
        await handler(tx, event);
        return true;
      },
      { name: `event ${event.type}` },
    );
    if (!isNew) return 'duplicate';
    onHandled?.();
    return 'handled';
  }

  return { receive, mount: (server, verifier) => mountEvents(server, verifier, receive), sweep: store.sweep };
}
