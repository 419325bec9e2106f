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

/**
 * Writes a file that arrives into a folder. What is no picture or video by its first bytes is not read any further, and
 * what is too large is cut off at the limit.
 * @param signal ends it with its reason, a `Refused`; without one the body has a deadline of its own
 * @throws what broke the body off, if that did not come from `signal`
 */
export async function receive(
  body: Readable,
  folder: string,
  limits: MediaLimits,
  signal?: AbortSignal,
): Promise<Received> {
  const path = join(folder, 'received');
  const admission = createAdmission(limits.maxBytes);
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

function createAdmission(maxBytes: MediaLimits['maxBytes']) {
  let head = Buffer.alloc(0);
  let sizeBytes = 0;
  let admitted: MediaKind | undefined;

  function kind(): MediaKind {
    const sniffed = sniff(head);
    if (!sniffed.ok) throw new Refused(sniffed.code);
    return sniffed.kind;
  }

  async function* admit(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if (head.length < SNIFFED_BYTES) head = Buffer.concat([head, chunk.subarray(0, SNIFFED_BYTES - head.length)]);
      if (head.length === SNIFFED_BYTES) admitted ??= kind();
      sizeBytes += chunk.length;
      if (admitted !== undefined && sizeBytes > maxBytes[admitted]) throw new Refused('TOO_LARGE');
      yield chunk;
    }
  }

  return { admit, kind };
}
