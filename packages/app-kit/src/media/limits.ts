import type { MediaKind } from './media.ts';

const MEBIBYTE = 1024 * 1024;
const MINUTE_MS = 60_000;

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
  /** How many files of one account may wait to be used. */
  readonly maxWaitingFiles: number;
}

/** Room for any app; what a post may hold is for the app's rules to say. */
export const defaultLimits: MediaLimits = {
  maxBytes: { PHOTO: 32 * MEBIBYTE, VIDEO: 512 * MEBIBYTE },
  maxPixels: 50_000_000,
  maxVideoDurationMs: 240 * MINUTE_MS,
  maxVideoEdge: 8_192,
  receiveTimeoutMs: 10 * MINUTE_MS,
  photoTimeoutMs: MINUTE_MS / 2,
  videoTimeoutMs: 3 * MINUTE_MS,
  videoHeapMebibytes: 512,
  maxWaitingFiles: 100,
};
