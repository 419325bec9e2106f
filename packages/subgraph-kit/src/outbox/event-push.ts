import { z } from 'zod';
import { bodyHashOf } from '../identity/body-hash.ts';
import { IDENTITY_HEADER, type IdentitySigner } from '../identity/identity.ts';
import { type JsonValue, parseJson } from '../json.ts';
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

const Answer = z.object({ errors: z.tuple([z.object({ extensions: z.object({ code: z.string().max(64) }) })]) });

/** Where services take events. */
export const EVENTS_PATH = '/events';

/** Carries events by calls to the destination's `/events`, each signed for its body, audience `<destination>/events`. */
export function createEventPush(parts: {
  client: ServiceClient;
  signer: IdentitySigner;
  timeoutMs?: number;
}): EventPush {
  const { client, signer, timeoutMs = 10_000 } = parts;
  return {
    push: async ({ destination, ...event }) => {
      const body = JSON.stringify(event);
      const identity = await signer.for(`${destination}/events`, { bodyHash: bodyHashOf(body) });
      const response = await client.send({
        service: destination,
        method: 'POST',
        path: EVENTS_PATH,
        headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: identity },
        body,
        timeoutMs,
      });
      const answer = await response.text();
      if (response.status !== 200)
        throw new Error(
          `The service ${destination} refused the event with status ${response.status}${codeOf(answer)}.`,
        );
    },
  };
}

/** The error that an answer names, for whoever looks at the parked event. */
function codeOf(answer: string): string {
  const { data } = Answer.safeParse(parseJson(answer));
  return data === undefined ? '' : ` (${data.errors[0].extensions.code})`;
}
