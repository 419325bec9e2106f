import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MediaLimits } from '../limits.ts';
import type { MediaKind } from '../media.ts';
import { type Refusal, Refused, refusal } from '../refusal.ts';
import { SNIFFED_BYTES, sniff } from './sniff.ts';

/** A file that has arrived, as it came. */
export interface ReceivedFile {
  readonly kind: MediaKind;
  readonly path: string;
}

export type Received = ({ readonly ok: true } & ReceivedFile) | Refusal;

/** How a file is received. */
export interface Receiving {
  /** Ends it with its reason, a `Refused`; without one the body has a deadline of its own. */
  readonly signal?: AbortSignal;
  /** Hears what the file is, as soon as its first bytes tell; the rest waits for that. */
  readonly onKind?: (kind: MediaKind) => Promise<void>;
}

/**
 * Writes a file that arrives into a folder. What is no picture or video by its first bytes is not read any further, and
 * what is too large is cut off at the limit.
 * @throws what broke the body off, if that did not come from `signal`
 */
export async function receive(
  body: Readable,
  folder: string,
  limits: MediaLimits,
  { signal, onKind }: Receiving = {},
): Promise<Received> {
  const path = join(folder, 'received');
  const admission = createAdmission(limits.maxBytes, onKind);
  try {
    await pipeline(
      body,
      admission.admit,
      createWriteStream(path, { flags: 'wx' }),
      signal === undefined ? {} : { signal },
    );
    return { ok: true, kind: admission.kind(), path };
  } catch (error) {
    const cause: unknown = signal?.aborted === true ? signal.reason : error;
    if (cause instanceof Refused) return refusal(cause.code);
    throw cause;
  }
}

function createAdmission(maxBytes: MediaLimits['maxBytes'], onKind?: Receiving['onKind']) {
  let head = Buffer.alloc(0);
  let sizeBytes = 0;
  let admitted: MediaKind | undefined;

  function kind(): MediaKind {
    const sniffed = sniff(head);
    if (!sniffed.ok) throw new Refused(sniffed.code);
    return sniffed.kind;
  }

  async function admitByHead(): Promise<void> {
    if (admitted !== undefined) return;
    admitted = kind();
    await onKind?.(admitted);
  }

  async function* admit(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if (head.length < SNIFFED_BYTES) head = Buffer.concat([head, chunk.subarray(0, SNIFFED_BYTES - head.length)]);
      if (head.length === SNIFFED_BYTES) await admitByHead();
      sizeBytes += chunk.length;
      if (admitted !== undefined && sizeBytes > maxBytes[admitted]) throw new Refused('TOO_LARGE');
      yield chunk;
    }
    // There may be no more of it than that.
    await admitByHead();
  }

  return { admit, kind };
}
