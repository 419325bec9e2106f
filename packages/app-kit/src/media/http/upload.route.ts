import { identityOf, isId } from '@accounts-center/subgraph-kit';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Intake, Kept } from '../intake/intake.ts';
import { withTemporaryFolder } from '../intake/temporary-folder.ts';
import type { MediaLimits } from '../limits.ts';
import type { MediaKind } from '../media.ts';
import { refusal } from '../refusal.ts';
import type { Uploads } from '../uploads/uploads.service.ts';
import { refuse } from './answers.ts';
import { mostBytesOf, mostBytesWith, readUpload } from './upload-form.ts';

export interface UploadParts {
  readonly intake: Intake;
  readonly uploads: Uploads;
  readonly limits: MediaLimits;
  readonly temporaryFolder: string;
  /** Of account ids, `fbu`. */
  readonly accountPrefix: string;
  /** Whether an account is there and may act. */
  mayUpload(accountId: string): Promise<boolean>;
}

/** `POST /media`: takes a file of the signed-in account. Answers 201 with its facts, or why not. */
export function addUploadRoute(server: FastifyInstance, parts: UploadParts): void {
  server.post('/media', { config: { takesUploads: true }, errorHandler: refuseUnreadable }, async (request, reply) => {
    const kept = await upload(request, parts);
    if (!kept.ok) {
      request.log.debug({ reason: kept.code }, 'An upload was not taken');
      return refuse(reply, kept.code);
    }
    const { id, kind, width, height, durationMs, sizeBytes } = kept.media;
    return reply.code(201).send({ id, kind, width, height, durationMs, sizeBytes });
  });
}

async function upload(request: FastifyRequest, parts: UploadParts): Promise<Kept> {
  const { intake, uploads, limits, temporaryFolder } = parts;
  const ownerId = await uploaderOf(request, parts);
  if (ownerId === undefined) return refusal('FORBIDDEN');
  const sizeBytes = mostBytesOf(request, limits);
  return await uploads.inSlot({ ownerId, sizeBytes }, (slotId) => {
    // An upload that does not say its length claims the room of a video.
    const onKind = async (kind: MediaKind): Promise<void> => {
      if (mostBytesWith(kind, limits) >= sizeBytes) return;
      await uploads
        .shrink(slotId, mostBytesWith(kind, limits))
        .catch((error: unknown) => request.log.warn({ err: error }, 'An upload goes on claiming too much room'));
    };
    return withTemporaryFolder(temporaryFolder, async (folder) => {
      const form = await readUpload(request, folder, { mostBytes: sizeBytes, onKind }, limits);
      if (!form.ok) return form;
      return await intake.keep(form.file, folder, { ownerId, altText: form.altText, from: { slotId } });
    });
  });
}

/** The signed-in account, if it is one of this app. */
async function uploaderOf(
  request: FastifyRequest,
  { accountPrefix, mayUpload }: UploadParts,
): Promise<string | undefined> {
  const accountId = identityOf(request).viewer?.accountId;
  if (accountId === undefined || !isId(accountId, accountPrefix)) return undefined;
  return (await mayUpload(accountId)) ? accountId : undefined;
}

/** Bodies that no parser takes never get to the route; all other errors are the server's to handle. */
function refuseUnreadable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  if (error.statusCode === undefined || error.statusCode >= 500) throw error;
  refuse(reply, 'MALFORMED_UPLOAD');
}
