import type { MainFile } from './files.ts';
import type { MediaShape } from './media.ts';
import type { Refusal } from './refusal.ts';

/** A file encoded anew: its files lie in a folder, under the names they are kept by. */
export interface Encoded extends MediaShape {
  readonly ok: true;
  readonly mainFile: MainFile;
}

/**
 * Makes clean files of an untrusted one.
 * @param input its path
 * @param folder where the clean files go
 */
export type Encoder = (input: string, folder: string) => Promise<Encoded | Refusal>;
