import { type ConsumerMessages, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { EventBus } from './event-bus.ts';
import { createEventHub, type EventHub } from './event-hub.ts';
import { type NatsLine, openNatsLine } from './nats-connection.ts';
import { publishOn } from './nats-publisher.ts';
import { openStream, STREAM } from './nats-stream.ts';
import { readEvent } from './read-event.ts';

const CONNECT_MS = 60_000;
/** A connection that stands is there at once. */
const CHECK_MS = 100;
const INTERRUPTIONS: ReadonlySet<string> = new Set(['disconnect', 'reconnect', 'close']);

/**
 * A bus over NATS JetStream: every process that listens has all events, under the same ids. It follows the stream from
 * `replayEvents` events before its end on, so clients may come back to another process than the one that they had.
 * The server needs not be there yet.
 */
export function createNatsBus(parts: {
  readonly servers: string;
  readonly name: string;
  readonly replayEvents: number;
  readonly clock: Clock;
  readonly log: Logger;
}): EventBus {
  const { log, replayEvents, clock } = parts;
  const line = openNatsLine(parts);
  const hub = createEventHub(parts);
  const following = follow(line, { hub, replayEvents, log });

  return {
    publish: publishOn(line, clock),
    subscribe: hub.subscribe,
    check: async () => void (await line.connection(CHECK_MS)),
    [Symbol.asyncDispose]: async () => {
      await line[Symbol.asyncDispose]();
      await following;
    },
  };
}

interface Following {
  readonly hub: EventHub;
  readonly replayEvents: number;
  readonly log: Logger;
}

/** Reads the stream until the line is closed: anew after every interruption, from where it was. */
async function follow(line: NatsLine, parts: Following): Promise<void> {
  const { hub, log } = parts;
  let epochMs: number | undefined;
  while (!line.isClosed) {
    try {
      const connection = await line.connection(CONNECT_MS);
      const reach = await openStream(await jetstreamManager(connection));
      if (reach.epochMs !== epochMs) {
        const after = Math.max(reach.lastSequence - parts.replayEvents, reach.firstSequence - 1, 0);
        hub.begin(reach.epochMs, after, reach.lastSequence);
        epochMs = reach.epochMs;
      } else if (reach.firstSequence > hub.lastSequence + 1) hub.gap(reach.firstSequence - 1);
      await read(connection, hub, log);
    } catch (error) {
      if (!line.isClosed) log.debug({ err: error }, 'The stream of events was interrupted');
    }
    if (!line.isClosed) await line.pause();
  }
}

/** Resolves or throws when the reading has ended, for whatever reason. */
async function read(connection: NatsConnection, hub: EventHub, log: Logger): Promise<void> {
  const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: hub.lastSequence + 1 } as const;
  const consumer = await jetstream(connection).consumers.get(STREAM, start);
  const messages = await consumer.consume({ abort_on_missing_resource: true });
  const watch = stopWhenAway(connection, messages);
  try {
    for await (const message of messages) {
      const event = readEvent(message.string());
      if (event === undefined) log.warn({ subject: message.subject }, 'What came on the stream of events is none');
      else hub.tell(event, message.seq);
    }
  } finally {
    messages.stop();
    await watch.end();
  }
}

/** After a disconnection the stream may be another one, or begin later: it is looked at anew. */
function stopWhenAway(connection: NatsConnection, messages: ConsumerMessages): { end(): Promise<void> } {
  const statuses = connection.status()[Symbol.asyncIterator]();
  const watching = (async () => {
    for (;;) {
      const status = await statuses.next();
      if (status.done === true) return;
      if (INTERRUPTIONS.has(status.value.type)) return messages.stop();
    }
  })();
  return {
    end: async () => {
      await statuses.return?.();
      await watching;
    },
  };
}
