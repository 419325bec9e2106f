import { type QueueLimits, UPLOAD_TIMEOUT_MS } from '@accounts-center/subgraph-kit';
import type { MediaKind } from './media.ts';

const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;
const MINUTE_MS = 60_000;

/** The ways in which files come: people's uploads, and files that are fetched from sister apps. */
export type Lane = 'UPLOADS' | 'IMPORTS';

/** How many files are encoded at once, and how many wait: each lane for itself, so that neither waits for the other. */
export type EncodingLimits = Readonly<Record<Lane, Readonly<Record<MediaKind, QueueLimits>>>>;

/** What bounds an upload. All of it is checked before anything is written. */
export interface MediaLimits {
  /** Largest file as it arrives. */
  readonly maxBytes: Readonly<Record<MediaKind, number>>;
  /** Largest picture, width times height: what decoding it may cost. */
  readonly maxPixels: number;
  readonly maxVideoDurationMs: number;
  /** Longest edge of a video in pixels. */
  readonly maxVideoEdge: number;
  /** From the first byte of a request to its last. */
  readonly receiveTimeoutMs: number;
  /** For decoding a picture and encoding it anew. */
  readonly photoTimeoutMs: number;
  /** For reading a video and writing it anew. */
  readonly videoTimeoutMs: number;
  /** What the tables of a video may take in memory: the default holds four hours of 30 frames a second. */
  readonly videoHeapMebibytes: number;
  readonly encoding: EncodingLimits;
  /** How many files of one account may wait to be used, those that are still uploaded included. */
  readonly maxWaitingFiles: number;
  /** How large these may be together. */
  readonly maxWaitingBytes: number;
  /** How many files one account may upload at the same time. */
  readonly maxUploadsAtOnce: number;
}

/** Room for any app; what a post may hold is for the app's rules to say. */
export const defaultLimits: MediaLimits = {
  maxBytes: { PHOTO: 32 * MEBIBYTE, VIDEO: 512 * MEBIBYTE },
  maxPixels: 50_000_000,
  maxVideoDurationMs: 240 * MINUTE_MS,
  maxVideoEdge: 8_192,
  receiveTimeoutMs: UPLOAD_TIMEOUT_MS,
  photoTimeoutMs: MINUTE_MS / 2,
  videoTimeoutMs: 3 * MINUTE_MS,
  videoHeapMebibytes: 512,
  encoding: {
    // A picture at the limit of 50 megapixels takes some 150 MB while it is turned. One account never has all places.
    UPLOADS: {
      PHOTO: { concurrent: 2, concurrentEach: 1, waiting: 64 },
      VIDEO: { concurrent: 2, concurrentEach: 1, waiting: 16 },
    },
    // Whoever sends a copy waits 30 seconds for its files, and finds those that took longer when it sends it again.
    IMPORTS: { PHOTO: { concurrent: 2, waiting: 256 }, VIDEO: { concurrent: 1, waiting: 64 } },
  },
  maxWaitingFiles: 100,
  maxWaitingBytes: 4 * GIBIBYTE,
  maxUploadsAtOnce: 16,
};
