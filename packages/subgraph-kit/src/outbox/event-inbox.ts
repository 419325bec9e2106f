import type { Database, Writer } from '@accounts-center/db';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { errorBody } from '../error-body.ts';
import type { IdentityVerifier } from '../identity/identity.ts';
import type { JsonValue } from '../json.ts';
import { identityOf } from '../server.ts';
import { EVENTS_PATH } from './event-push.ts';
import { createInboxStore } from './inbox.store.ts';

/** An event of a sister service. */
export interface IncomingEvent {
  readonly id: string;
  readonly type: string;
  readonly payload: JsonValue;
  readonly createdAt: Date;
  /** The service that sent it, as its identity proves: a handler checks that this one may say so. */
  readonly source: string;
}

/** Applies an event in the transaction that notes it; when it throws, the sender tries again later. */
export type EventHandler = (tx: Writer, event: IncomingEvent) => Promise<void>;

export interface EventInbox {
  /** Applies an event of a service once, however often it comes. `unknown` types are left to the sender, for a later version of us. */
  receive(event: IncomingEvent): Promise<'handled' | 'duplicate' | 'unknown'>;
  /** Takes events at `/events` from the callers that `verifier` (audience `<service>/events`) admits. */
  mount(server: FastifyInstance, verifier: IdentityVerifier): void;
  /** Forgets events older than 90 days; call it now and then. */
  sweep(): Promise<void>;
}

const Body = z.object({
  id: z.string().min(1).max(128),
  type: z.string().min(1).max(128),
  payload: z.json(),
  createdAt: z.coerce.date(),
});

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

  async function receive(event: IncomingEvent): Promise<'handled' | 'duplicate' | 'unknown'> {
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

  return {
    receive,
    mount: (server, verifier) => {
      server.post(EVENTS_PATH, { config: { verifier } }, async (request, reply) => {
        const body = Body.safeParse(request.body);
        if (!body.success) return reply.code(400).send(errorBody('This is no event.', 'BAD_REQUEST'));
        const result = await receive({ ...body.data, source: identityOf(request).issuer });
        if (result === 'unknown')
          return reply.code(422).send(errorBody('This type of event is unknown here.', 'UNKNOWN_EVENT'));
        return { result };
      });
    },
    sweep: store.sweep,
  };
}
