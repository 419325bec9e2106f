import { IDENTITY_HEADER, type IdentitySigner } from '../identity/identity.ts';
import type { JsonValue } from '../json.ts';
import type { ServiceClient } from '../service-client/service-client.ts';

/** An event on its way to a sister service. */
export interface OutgoingEvent {
  readonly id: string;
  readonly destination: string;
  readonly type: string;
  readonly payload: JsonValue;
  readonly createdAt: Date;
}

/** Carries events. Resolves once the destination has taken the event; may deliver one twice, and in any order. */
export interface EventPush {
  push(event: OutgoingEvent): Promise<void>;
}

/** Where services take events. */
export const EVENTS_PATH = '/events';

/** Carries events by signed calls to the destination's `/events`, audience `<destination>/events`. */
export function createEventPush(parts: {
  client: ServiceClient;
  signer: IdentitySigner;
  timeoutMs?: number;
}): EventPush {
  const { client, signer, timeoutMs = 10_000 } = parts;
  return {
    push: async ({ destination, ...event }) => {
      const identity = await signer.for(`${destination}/events`);
      const response = await client.send({
        service: destination,
        method: 'POST',
        path: EVENTS_PATH,
        headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: identity },
        body: JSON.stringify(event),
        timeoutMs,
      });
      await response.text();
      if (response.status !== 200)
        throw new Error(`The service ${destination} refused the event with status ${response.status}.`);
    },
  };
}
