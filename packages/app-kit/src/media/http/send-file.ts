import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentTypeOf, type MediaFile } from '../files.ts';
import type { StoredMedia } from '../media.store.ts';
import type { ByteRange, MediaStorage } from '../storage/media-storage.ts';
import { notFound } from './answers.ts';
import { parseRange } from './byte-range.ts';

export interface FileToSend {
  readonly media: StoredMedia;
  /** One of `filesOf(media)`. */
  readonly file: MediaFile;
  readonly cacheControl: string;
  readonly storage: MediaStorage;
}

/**
 * Streams a file, whole or in a range, as what we encoded it to, so that no browser takes it for anything else. To HEAD goes
 * the head of it alone, and nothing is read.
 */
export async function sendFile(
  wanted: FileToSend,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { media, file, storage } = wanted;
  const headers = headersOf(wanted);
  if (request.headers['if-none-match'] === headers.etag) return reply.code(304).headers(headers).send();
  const range = rangeOf(request, wanted, headers.etag);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${media.sizeBytes}`).send();
  const found = await storage.get({ id: media.id, file }, range);
  // It was removed between our two looks.
  if (found === undefined) return notFound(reply);
  reply.headers(headers);
  if (request.method === 'HEAD') {
    found.body.destroy();
    return reply.header('content-length', found.sizeBytes).send();
  }
  if (range === undefined) return reply.header('content-length', found.sizeBytes).send(found.body);
  const { start, end } = range;
  reply
    .code(206)
    .headers({ 'content-range': `bytes ${start}-${end}/${found.sizeBytes}`, 'content-length': end - start + 1 });
  return reply.send(found.body);
}

function headersOf({ media, file, cacheControl }: FileToSend) {
  return {
    etag: `"${media.contentHash.slice(0, 32)}-${file}"`,
    'cache-control': cacheControl,
    'content-type': contentTypeOf(file),
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    ...(media.kind === 'VIDEO' && { 'accept-ranges': 'bytes' }),
  };
}

/** The range asked for: of a video only, only if it is of the file that we have, and only by GET (RFC 9110, 14.2). */
function rangeOf(
  { headers, method }: FastifyRequest,
  { media }: FileToSend,
  etag: string,
): ByteRange | 'unsatisfiable' | undefined {
  const condition = headers['if-range'];
  if (method !== 'GET' || media.kind !== 'VIDEO' || (condition !== undefined && condition !== etag)) return undefined;
  return parseRange(headers.range, media.sizeBytes);
}
