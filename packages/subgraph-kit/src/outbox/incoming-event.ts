import type { Writer } from '@accounts-center/db';
import { z } from 'zod';
import type { JsonValue } from '../json.ts';

/** An event of a sister service. */
export interface IncomingEvent {
  readonly id: string;
  readonly type: string;
  readonly payload: JsonValue;
  readonly createdAt: Date;
  /** The service that sent it, as its identity proves: a handler checks that this one may say so. */
  readonly source: string;
}

/**
 * Applies an event in the transaction that notes it; when it throws, the sender tries again later. `onEvent` makes one.
 * @throws EventRefused when the event is wrong, and not we
 */
export type EventHandler = (tx: Writer, event: IncomingEvent) => Promise<void>;

/** An event that can't be true, or is none of its type. Its message is for the log. */
export class EventRefused extends Error {
  override readonly name = 'EventRefused';
}

/** A handler of events with a payload of a certain shape; others are refused. */
export function onEvent<Payload>(
  shape: z.ZodType<Payload>,
  handle: (tx: Writer, payload: Payload, event: IncomingEvent) => Promise<void>,
): EventHandler {
  return async (tx, event) => {
    const payload = shape.safeParse(event.payload);
    if (!payload.success) throw new EventRefused(z.prettifyError(payload.error));
    await handle(tx, payload.data, event);
  };
}
