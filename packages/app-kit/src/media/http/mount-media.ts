import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { removeLeftFolders } from '../intake/temporary-folder.ts';
import { addServeRoute, type ServeParts } from './serve.route.ts';
import { addSisterRoute, type SisterParts } from './sister.route.ts';
import { addUploadRoute, type UploadParts } from './upload.route.ts';

export type MediaRouteParts = UploadParts & ServeParts & SisterParts;

/** Adds the routes under `/media`: upload, serve, and hand over to sister apps. At the start, what is left of killed uploads goes. */
export function mountMedia(server: FastifyInstance, parts: MediaRouteParts): void {
  server.addHook('onReady', async () => {
    await removeLeftFolders(parts.temporaryFolder).catch((error: unknown) =>
      server.log.warn({ err: error }, 'What is left of killed uploads could not be removed'),
    );
  });
  server.register(async (scope) => {
    await scope.register(multipart);
    addUploadRoute(scope, parts);
    addServeRoute(scope, parts);
    addSisterRoute(scope, parts);
  });
}
