import type { MainFile } from '@accounts-center/app-kit/seeding';

/** A picture of the pool, as a service knows a photo. */
export interface Picture {
  /** Holds its files, under the names that storages use. */
  readonly folder: string;
  readonly kind: 'PHOTO';
  readonly mainFile: MainFile;
  readonly durationMs: null;
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly contentHash: string;
}
