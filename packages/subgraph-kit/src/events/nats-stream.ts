import { DiscardPolicy, type JetStreamManager, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';

/** The stream of all events of a graph. */
export const STREAM = 'GRAPH_EVENTS';
const SUBJECTS = 'graph.events';
const STREAM_NOT_FOUND = 10_059;

/** Where the events of a field go. */
export function subjectOf(field: string): string {
  return `${SUBJECTS}.${field}`;
}

/** How far a stream reaches. */
export interface StreamReach {
  /** When it was made: the epoch of its numbers. */
  readonly epochMs: number;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

/** Finds the stream, as whoever runs the server has made it, or makes it with limits. Any number may do so at once. */
export async function openStream(manager: JetStreamManager): Promise<StreamReach> {
  const found = await manager.streams.info(STREAM).catch((error: unknown) => {
    if ((error as { code?: unknown }).code === STREAM_NOT_FOUND) return undefined;
    throw error;
  });
  const { created, state } = found ?? (await manager.streams.add(NEW_STREAM));
  return { epochMs: Date.parse(created), firstSequence: state.first_seq, lastSequence: state.last_seq };
}

const NEW_STREAM = {
  name: STREAM,
  subjects: [`${SUBJECTS}.*`],
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.Old,
  max_msgs: 200_000,
  max_bytes: 256 * 1024 * 1024,
  max_age: nanos(24 * 60 * 60_000),
  // An outbox repeats what it could not publish within a minute; one that was down meanwhile, when it is back.
  duplicate_window: nanos(10 * 60_000),
};
