import { type IdentityVerifier, identityOf, isId } from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import type { MediaStore } from '../media.store.ts';
import type { MediaStorage } from '../storage/media-storage.ts';
import { notFound } from './answers.ts';
import { sendFile } from './send-file.ts';

export interface SisterParts {
  readonly store: MediaStore;
  readonly storage: MediaStorage;
  /** Of media ids, `fbm`. */
  readonly idPrefix: string;
  /** Accepts what accounts-center grants, audience `<service>/media`. */
  readonly grants: IdentityVerifier;
}

/** `GET /media/:id/original`: the file at full size, to a sister app that was granted this one file. */
export function addSisterRoute(server: FastifyInstance, { store, storage, idPrefix, grants }: SisterParts): void {
  const options = { config: { verifier: grants }, exposeHeadRoute: false };
  server.get<{ Params: { readonly id: string } }>('/media/:id/original', options, async (request, reply) => {
    const { id } = request.params;
    if (!isId(id, idPrefix) || identityOf(request).resource !== id) return notFound(reply);
    const media = await store.find(id);
    if (media === undefined) return notFound(reply);
    return await sendFile({ media, file: media.mainFile, cacheControl: 'private, no-store', storage }, request, reply);
  });
}
