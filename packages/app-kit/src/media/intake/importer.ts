import type { Readable } from 'node:stream';
import { IDENTITY_HEADER, type ServiceClient } from '@accounts-center/subgraph-kit';
import type { MediaLimits } from '../limits.ts';
import type { MediaStore } from '../media.store.ts';
import type { Media, MediaImport, SisterMedia } from '../media.ts';
import type { RefusalCode } from '../refusal.ts';
import type { Intake, Kept, Provenance } from './intake.ts';
import { receive } from './receive.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

export type Importer = Pick<Media, 'importFrom'>;

/** What a sister answers for good. A 401 is none: clocks, keys and grants get right again, and the caller tries with a new grant. */
const REFUSING = [403, 404];

/** What is no word about the file, but about how much there is to do here: the caller tries again. */
const PASSING: readonly RefusalCode[] = ['BUSY', 'TIME_OUT'];

/** Fetches files from sister apps and takes them in like anybody's upload: a sister is trusted no more than a person. */
export function createImporter(parts: {
  client: ServiceClient;
  intake: Intake;
  store: MediaStore;
  limits: MediaLimits;
  temporaryFolder: string;
}): Importer {
  const { client, intake, store, limits, temporaryFolder } = parts;
  const underWay = new Map<string, Promise<MediaImport>>();

  async function fetchFile({ service, id, grant }: SisterMedia): Promise<Readable | undefined> {
    const path = `/media/${encodeURIComponent(id)}/original`;
    const headers = { [IDENTITY_HEADER]: grant };
    // What comes too late for the operation that needs it is found by its repetition.
    const patience = { timeoutMs: limits.receiveTimeoutMs, outlivesOperation: true, carriesFile: true };
    const answer = await client.send({ service, method: 'GET', path, headers, ...patience });
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

  async function bring(source: SisterMedia, ownerId: string, importKey: string): Promise<MediaImport> {
    const known = await store.findImported(importKey);
    if (known !== undefined) return { ok: true, id: known.id };
    const body = await fetchFile(source);
    if (body === undefined) return { ok: false, code: 'NOT_FOUND' };
    const kept = await takeIn(body, { ownerId, altText: source.altText, from: { importKey } });
    if (kept.ok) return { ok: true, id: kept.media.id };
    if (PASSING.includes(kept.code))
      throw new Error(`A file of the service ${source.service} was not taken in: ${kept.code}.`);
    return { ok: false, code: 'NOT_ACCEPTED' };
  }

  return {
    // Who has stopped waiting asks again: that joins what is under way, so that slowness makes no work of its own.
    importFrom: (source, ownerId, importKey) => {
      const joined = underWay.get(importKey);
      if (joined !== undefined) return joined;
      const begun = bring(source, ownerId, importKey).finally(() => underWay.delete(importKey));
      underWay.set(importKey, begun);
      return begun;
    },
  };
}
