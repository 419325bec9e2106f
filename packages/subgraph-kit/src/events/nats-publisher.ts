import { insideWrite } from '@accounts-center/db';
import { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { InvalidArgumentError, TimeoutError } from '@nats-io/nats-core';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { AnswerLost } from '../service-client/failures.ts';
import { isOutage } from '../service-client/outages.ts';
import type { EventPublisher } from './event-bus.ts';
import { type NatsLine, openNatsLine, unreachable } from './nats-connection.ts';
import { openStream, subjectOf } from './nats-stream.ts';

/** What waits for the outbox's next try does not hold up others meanwhile. */
const CONNECT_MS = 1_000;
const TIMEOUT_MS = 5_000;

/**
 * Publishes to NATS JetStream. The server needs not be there yet.
 * @param parts.servers `nats://[user:password@]host:port`, separated by commas
 * @param parts.name of this process, as the server shows it
 */
export function createNatsPublisher(parts: {
  readonly servers: string;
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
}): EventPublisher {
  const line = openNatsLine(parts);
  return { publish: publishOn(line, parts.clock), [Symbol.asyncDispose]: () => line[Symbol.asyncDispose]() };
}

/** How events are published on a line. */
export function publishOn(line: NatsLine, clock: Clock): EventPublisher['publish'] {
  async function send(connection: NatsConnection, field: string, body: string, msgID: string): Promise<void> {
    await jetstream(connection).publish(subjectOf(field), body, { msgID, timeout: TIMEOUT_MS });
  }

  return async ({ key, ...event }) => {
    if (insideWrite()) throw new Error('An event was published inside a database write.');
    const body = JSON.stringify({ ...event, publishedAt: event.publishedAt ?? clock.now().getTime() });
    try {
      const connection = await line.connection(CONNECT_MS);
      await send(connection, event.field, body, key).catch(async (error: unknown) => {
        if (!isWithoutStream(error)) throw error;
        await openStream(await jetstreamManager(connection));
        await send(connection, event.field, body, key);
      });
    } catch (error) {
      throw failureOf(error);
    }
  };
}

/** Nobody takes what is published: there is no stream, or no JetStream. */
function isWithoutStream(error: unknown): boolean {
  // Its class is not exported.
  return error instanceof Error && error.name === 'JetStreamNotEnabled';
}

/** What the server itself refuses is the event's fault; else the server is away, before it had the event or after. */
function failureOf(error: unknown): unknown {
  const isRefused = error instanceof JetStreamApiError || error instanceof InvalidArgumentError;
  if (isOutage(error) || isRefused) return error;
  return error instanceof TimeoutError ? new AnswerLost('nats', error) : unreachable(error);
}
