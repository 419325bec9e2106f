import { isId } from '@accounts-center/subgraph-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Addresses, AddressSignature } from '../address.ts';
import { filesOf, isMediaFile, type MediaFile } from '../files.ts';
import type { MediaStore } from '../media.store.ts';
import type { MediaStorage } from '../storage/media-storage.ts';
import { notFound } from './answers.ts';
import { sendFile } from './send-file.ts';

export interface ServeParts {
  readonly store: MediaStore;
  readonly storage: MediaStorage;
  readonly addresses: Addresses;
  /** Of media ids, `fbm`. */
  readonly idPrefix: string;
}

interface FileRequest {
  Params: { readonly id: string; readonly file: string };
  Querystring: Readonly<Record<string, unknown>>;
}

const FOR_EVER = 'public, max-age=31536000, immutable';
const NOWHERE = 'private, no-store';

/**
 * `GET` and `HEAD /media/:id/:file`: a file in one size, to everybody who has its address, which is signed where it is not
 * public.
 */
export function addServeRoute(server: FastifyInstance, parts: ServeParts): void {
  server.route<FileRequest>({
    // Both here: the HEAD route that Fastify makes of a GET route reads the whole file.
    method: ['GET', 'HEAD'],
    url: '/media/:id/:file',
    handler: async (request, reply) => {
      const { id, file } = request.params;
      if (!isId(id, parts.idPrefix) || !isMediaFile(file)) return notFound(reply);
      return await serve({ id, file }, request, reply, parts);
    },
  });
}

async function serve(
  key: { readonly id: string; readonly file: MediaFile },
  request: FastifyRequest<FileRequest>,
  reply: FastifyReply,
  parts: ServeParts,
): Promise<FastifyReply> {
  const { store, storage, addresses } = parts;
  const signature = signatureOf(request.query);
  if (signature !== undefined && !addresses.isSigned(key.id, key.file, signature)) return notFound(reply);
  const media = await store.find(key.id);
  if (media === undefined || !filesOf(media).includes(key.file)) return notFound(reply);
  const isForAll = media.access === 'PUBLIC';
  if (signature === undefined && !isForAll) return notFound(reply);
  return await sendFile(
    { media, file: key.file, cacheControl: isForAll ? FOR_EVER : NOWHERE, storage },
    request,
    reply,
  );
}

/** The signature of an address; half a one is a wrong one, none is none. */
function signatureOf({ expires, signature }: Readonly<Record<string, unknown>>): AddressSignature | undefined {
  if (expires === undefined && signature === undefined) return undefined;
  return { expires: String(expires), signature: String(signature) };
}
