import { tmpdir } from 'node:os';
import type { Database } from '@accounts-center/db';
import type {
  Clock,
  IdentityVerifier,
  Ids,
  JobHandler,
  Logger,
  Outbox,
  ServiceClient,
} from '@accounts-center/subgraph-kit';
import type { FastifyInstance } from 'fastify';
import { createAddresses } from './address.ts';
import { mountMedia } from './http/mount-media.ts';
import { createEncodeInTurn } from './intake/encode-in-turn.ts';
import { createImporter } from './intake/importer.ts';
import { createIntake } from './intake/intake.ts';
import { removeLeftFolders } from './intake/temporary-folder.ts';
import { defaultLimits, type MediaLimits } from './limits.ts';
import { createMediaService } from './media.service.ts';
import { createMediaStore } from './media.store.ts';
import { createMediaSweep, SWEEP_JOB } from './media.sweep.ts';
import type { Media } from './media.ts';
import { createPhotoEncoder } from './photo/photo-encoder.ts';
import type { MediaStorage } from './storage/media-storage.ts';
import { createUploads } from './uploads/uploads.service.ts';
import { createUploadsStore } from './uploads/uploads.store.ts';
import { createVideoEncoder } from './video/video-encoder.ts';

export interface MediaSliceParts {
  /** The app's entry in the registry: its service's name, and the letters its ids begin with. */
  readonly app: { readonly service: string; readonly idPrefix: string };
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly outbox: Outbox;
  readonly client: ServiceClient;
  readonly storage: MediaStorage;
  /** Origin of the gateway. */
  readonly publicUrl: string;
  /** Signs addresses; a secret of this service alone. */
  readonly mediaKey: string;
  readonly limits?: Partial<MediaLimits>;
  /** Where files wait while they are taken in; the system's folder for such unless told. */
  readonly temporaryFolder?: string;
}

/** Who gets in. */
export interface MediaDoors {
  /** Accepts what accounts-center grants, audience `<service>/media`. */
  readonly grants: IdentityVerifier;
  /** Whether an account is there and may act. */
  mayUpload(accountId: string): Promise<boolean>;
}

/** The media slice of one app, put together. */
export interface MediaSlice {
  readonly media: Media;
  /** For the outbox worker. */
  readonly jobs: Readonly<Record<string, JobHandler>>;
  /** Removes what killed processes left. */
  sweep(): Promise<void>;
  /** Adds the routes under `/media`. */
  mount(server: FastifyInstance, doors: MediaDoors): void;
}

export function createMedia(parts: MediaSliceParts): MediaSlice {
  const { app, db, clock, ids, outbox, client, storage, publicUrl, mediaKey, temporaryFolder = tmpdir() } = parts;
  const limits = { ...defaultLimits, ...parts.limits };
  const idPrefix = `${app.idPrefix}m`;
  const store = createMediaStore(db);
  const addresses = createAddresses({ service: app.service, publicUrl, mediaKey, clock });
  const sweep = createMediaSweep({ service: app.service, db, clock, outbox, store, storage });
  const uploads = createUploads({ ...parts, store: createUploadsStore(db), limits });
  const encoders = { PHOTO: createPhotoEncoder(limits), VIDEO: createVideoEncoder(limits) };
  const encode = createEncodeInTurn(encoders, limits.encoding);
  const intake = createIntake({ db, clock, ids, idPrefix, store, storage, sweep, uploads, encode });
  const importer = createImporter({ client, intake, store, limits, temporaryFolder });
  const routes = {
    intake,
    uploads,
    store,
    storage,
    addresses,
    limits,
    temporaryFolder,
    idPrefix,
    accountPrefix: `${app.idPrefix}u`,
  };
  return {
    media: createMediaService({ db, store, addresses, importer, sweep, idPrefix }),
    jobs: { [SWEEP_JOB]: sweep.job },
    sweep: async () => {
      await uploads.sweep();
      await removeLeftFolders(temporaryFolder);
    },
    mount: (server, doors) => mountMedia(server, { ...routes, ...doors }),
  };
}
