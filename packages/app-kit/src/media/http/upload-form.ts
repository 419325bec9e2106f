import type { Readable } from 'node:stream';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { type ReceivedFile, type Receiving, receive } from '../intake/receive.ts';
import type { MediaLimits } from '../limits.ts';
import type { MediaKind } from '../media.ts';
import { type Refusal, Refused, refusal } from '../refusal.ts';

const MAX_ALT_TEXT_LETTERS = 1_000;
/** A letter takes up to four bytes. */
const MAX_FIELD_BYTES = 4 * MAX_ALT_TEXT_LETTERS;
const MAX_FORM_BYTES = 64 * 1024;

/** The file is counted as it is received, by what it is. */
const multipartLimits = {
  files: 1,
  fields: 1,
  parts: 2,
  fieldSize: MAX_FIELD_BYTES,
  headerPairs: 20,
  fileSize: Number.POSITIVE_INFINITY,
};

/** What a person sends: a file, and what can be seen on it in words. */
export type UploadForm = { readonly ok: true; readonly file: ReceivedFile; readonly altText: string | null } | Refusal;

/** The most bytes that an upload may have: as many as it says, if it does, and never more than the largest file takes. */
export function mostBytesOf({ headers }: FastifyRequest, limits: MediaLimits): number {
  const most = mostBytesWith('VIDEO', limits);
  const declared = headers['content-length'] ?? '';
  return /^\d+$/.test(declared) ? Math.min(Number(declared), most) : most;
}

/** The most bytes that an upload of such a file may have. */
export function mostBytesWith(kind: MediaKind, { maxBytes }: MediaLimits): number {
  return maxBytes[kind] + MAX_FORM_BYTES;
}

/**
 * Reads an upload as it arrives, the file into `folder`. Whatever is wrong with it ends the reading at once.
 * @param expected.mostBytes what it may have as a whole
 * @param expected.onKind hears what the file is
 */
export async function readUpload(
  request: FastifyRequest,
  folder: string,
  { mostBytes, onKind }: { readonly mostBytes: number } & Required<Pick<Receiving, 'onKind'>>,
  limits: MediaLimits,
): Promise<UploadForm> {
  // A sender that has gone by now would be waited for.
  if (!request.isMultipart() || request.raw.destroyed) return refusal('MALFORMED_UPLOAD');
  const bounds = boundsOf(request.raw, mostBytes, limits);
  try {
    return await readParts(request, folder, limits, { signal: bounds.signal, onKind });
  } finally {
    bounds.lift();
  }
}

async function readParts(
  request: FastifyRequest,
  folder: string,
  limits: MediaLimits,
  receiving: Required<Receiving>,
): Promise<UploadForm> {
  const parts = request.parts({ limits: multipartLimits });
  let file: ReceivedFile | undefined;
  let altText: string | null = null;
  for (;;) {
    const next = await orAbort(parts.next(), receiving.signal).catch(refusalOf);
    if ('ok' in next) return next;
    if (next.done === true) break;
    if (next.value.type === 'file') {
      const received = await receivePart(next.value, folder, limits, receiving);
      if (!received.ok) return received;
      file = received;
    } else {
      if (!isAltText(next.value)) return refusal('MALFORMED_UPLOAD');
      altText = next.value.value.trim() || null;
    }
  }
  return file === undefined ? refusal('MALFORMED_UPLOAD') : { ok: true, file, altText };
}

async function receivePart({ file }: MultipartFile, folder: string, limits: MediaLimits, receiving: Receiving) {
  // A form that ends too early may have failed before anybody listens, or while it is read.
  const failures: unknown[] = [file.errored];
  file.once('error', (error) => failures.push(error));
  try {
    return await receive(file, folder, limits, receiving);
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    const isBrokenOff = failures.includes(error) || code === 'ERR_STREAM_PREMATURE_CLOSE';
    // The disk's failure is ours, though the file is told of it too.
    if (isBrokenOff && syscall === undefined) return refusal('MALFORMED_UPLOAD');
    throw error;
  }
}

function isAltText(part: MultipartValue): part is MultipartValue<string> {
  if (part.fieldname !== 'altText' || typeof part.value !== 'string' || part.valueTruncated) return false;
  return [...part.value].length <= MAX_ALT_TEXT_LETTERS;
}

/** Bounds the time and the bytes of a whole request, whatever of it is the file. */
function boundsOf(
  incoming: Readable,
  mostBytes: number,
  { receiveTimeoutMs }: MediaLimits,
): { signal: AbortSignal; lift(): void } {
  const bounds = new AbortController();
  const timer = setTimeout(() => bounds.abort(new Refused('TIME_OUT')), receiveTimeoutMs);
  let sizeBytes = 0;
  const count = (chunk: Buffer): void => {
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) bounds.abort(new Refused('TOO_LARGE'));
    // Whoever listens is sent what comes, also when the form has stopped reading.
    if (bounds.signal.aborted) incoming.pause();
  };
  incoming.on('data', count);
  const lift = (): void => {
    clearTimeout(timer);
    incoming.off('data', count).pause();
  };
  return { signal: bounds.signal, lift };
}

function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject);
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** What the parser throws is the form's fault: it has no other work. */
function refusalOf(error: unknown): Refusal {
  return refusal(error instanceof Refused ? error.code : 'MALFORMED_UPLOAD');
}
