import { type BoundedQueue, createBoundedQueue, QueueFull } from '@accounts-center/subgraph-kit';
import type { Encoded, Encoder } from '../encoded.ts';
import type { EncodingLimits, Lane } from '../limits.ts';
import type { MediaKind } from '../media.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { ReceivedFile } from './receive.ts';

/** A file to be encoded: which way it came, and whose turn it takes. */
export interface EncodingTask {
  readonly lane: Lane;
  readonly ownerId: string;
  readonly file: ReceivedFile;
  /** Where the clean files go. */
  readonly folder: string;
}

/** Encodes a file when it is its account's turn. Refuses it as BUSY when too many wait. */
export type EncodeInTurn = (task: EncodingTask) => Promise<Encoded | Refusal>;

export function createEncodeInTurn(
  encoders: Readonly<Record<MediaKind, Encoder>>,
  limits: EncodingLimits,
): EncodeInTurn {
  const queuesOf = (lane: Lane): Record<MediaKind, BoundedQueue> => ({
    PHOTO: createBoundedQueue(limits[lane].PHOTO),
    VIDEO: createBoundedQueue(limits[lane].VIDEO),
  });
  const queues = { UPLOADS: queuesOf('UPLOADS'), IMPORTS: queuesOf('IMPORTS') };

  return async ({ lane, ownerId, file, folder }) => {
    try {
      return await queues[lane][file.kind](() => encoders[file.kind](file.path, folder), ownerId);
    } catch (error) {
      if (error instanceof QueueFull) return refusal('BUSY');
      throw error;
    }
  };
}
