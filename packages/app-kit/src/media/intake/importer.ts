import type { Readable } from 'node:stream';
import { IDENTITY_HEADER, type ServiceClient } from '@accounts-center/subgraph-kit';
import type { MediaLimits } from '../limits.ts';
import type { MediaStore } from '../media.store.ts';
import type { Media, SisterMedia } from '../media.ts';
import type { Intake, Kept, Provenance } from './intake.ts';
import { receive } from './receive.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

export type Importer = Pick<Media, 'importFrom'>;

/** What a sister answers for good. A 401 is none: clocks, keys and grants get right again, and the caller tries with a new grant. */
const REFUSING = [403, 404];

/** Fetches files from sister apps and takes them in like anybody's upload: a sister is trusted no more than a person. */
export function createImporter(parts: {
  client: ServiceClient;
  intake: Intake;
  store: MediaStore;
  limits: MediaLimits;
  temporaryFolder: string;
}): Importer {
  const { client, intake, store, limits, temporaryFolder } = parts;

  async function fetchFile({ service, id, grant }: SisterMedia): Promise<Readable | undefined> {
    const path = `/media/${encodeURIComponent(id)}/original`;
    const headers = { [IDENTITY_HEADER]: grant };
    const answer = await client.send({ service, method: 'GET', path, headers, timeoutMs: limits.receiveTimeoutMs });
    if (answer.status === 200) return answer.body;
    answer.body.destroy();
    if (REFUSING.includes(answer.status)) return undefined;
    throw new Error(`The service ${service} answered ${answer.status} for a media file.`);
  }

  async function takeIn(body: Readable, provenance: Provenance): Promise<Kept> {
    return await withTemporaryFolder(temporaryFolder, async (folder) => {
      const received = await receive(body, folder, limits);
      return received.ok ? await intake.keep(received, folder, provenance) : received;
    });
  }

  return {
    importFrom: async (source, ownerId, importKey) => {
      const known = await store.findImported(importKey);
      if (known !== undefined) return { ok: true, id: known.id };
      const body = await fetchFile(source);
      if (body === undefined) return { ok: false, code: 'NOT_FOUND' };
      const kept = await takeIn(body, { ownerId, altText: source.altText, from: { importKey } });
      if (kept.ok) return { ok: true, id: kept.media.id };
      // That is no word about the file: the caller tries again.
      if (kept.code === 'BUSY') throw new Error('Too many files of sister apps wait to be encoded.');
      return { ok: false, code: 'NOT_ACCEPTED' };
    },
  };
}
