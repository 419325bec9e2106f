import type { Writer } from '@accounts-center/db';
import type DataLoader from 'dataloader';
import type { MainFile } from './files.ts';

export type MediaKind = 'PHOTO' | 'VIDEO';
export type MediaSize = 'SMALL' | 'MEDIUM' | 'LARGE';

/** Who may load a file: everybody by its plain address, or who was given a signed address that ends after an hour. */
export type MediaAccess = 'PUBLIC' | 'RESTRICTED';

/**
 * What can use a file. POST and PROFILE show it, and a prepared CHANGE is about to: one of them at a time. HISTORY keeps a
 * former profile photo, and HOLD what accounts-center wants kept.
 */
export type MediaUser = 'POST' | 'PROFILE' | 'CHANGE' | 'HISTORY' | 'HOLD';

/** One that uses files: a post by its id, a change by its key. */
export interface MediaUse {
  readonly user: MediaUser;
  readonly userId: string;
}

/** What rules judge a file by: pixels at full size, upright, and a video's length, null for a photo. */
export interface MediaShape {
  readonly kind: MediaKind;
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
}

/** What the app knows of a file that one of its accounts uploaded or that was imported for it. */
export interface MediaFacts extends MediaShape {
  readonly id: string;
  readonly ownerId: string;
  readonly sizeBytes: number;
  readonly altText: string | null;
  readonly access: MediaAccess;
  /** The name of its full-size file. */
  readonly mainFile: MainFile;
}

/** A file that a sister app has, and what that app must be shown to hand it over. */
export interface SisterMedia {
  readonly service: string;
  readonly id: string;
  readonly grant: string;
  readonly altText: string | null;
}

export type MediaImport =
  | { readonly ok: true; readonly id: string }
  /** NOT_FOUND: the sister has no such file for whoever asks; NOT_ACCEPTED: it is no picture or video the app takes. */
  | { readonly ok: false; readonly code: 'NOT_FOUND' | 'NOT_ACCEPTED' };

/** The files of one app, as its other slices use them. */
export interface Media {
  /** The facts of files of one owner, in the order of `ids`; undefined where the text is no id, or one that is unknown or of another owner. */
  factsOf(ownerId: string, ids: readonly string[]): Promise<(MediaFacts | undefined)[]>;

  /** Likewise, and undefined too where a post or profile shows the file, or is about to, or where it is named twice. */
  free(ownerId: string, ids: readonly string[]): Promise<(MediaFacts | undefined)[]>;

  /**
   * Makes free files a part of a post or profile, all of them or none.
   * @returns 'not-found' when one is not free, as `free` says
   */
  attach(
    tx: Writer,
    use: MediaUse,
    what: { readonly ownerId: string; readonly ids: readonly string[]; readonly access: MediaAccess },
  ): Promise<'ok' | 'not-found'>;

  /** The ids among these of no file that this owner has. */
  missing(tx: Writer, ownerId: string, ids: readonly string[]): Promise<string[]>;

  /** Notes a use of files that are known to be there, whoever else uses them. Their access stays unless told. */
  keep(tx: Writer, use: MediaUse, ids: readonly string[], access?: MediaAccess): Promise<void>;

  /** Ends a use. What nothing shows any more is RESTRICTED, and what nothing uses is removed in a day. */
  release(tx: Writer, use: MediaUse): Promise<void>;

  /** Ends a use; what nothing else uses nobody can load from the commit on. */
  remove(tx: Writer, use: MediaUse): Promise<void>;

  /** Whether files are used so. */
  isUsedBy(use: MediaUse): Promise<boolean>;

  /** Makes all files of an account RESTRICTED, but for the ids in `except`: the account has turned private. */
  restrict(tx: Writer, ownerId: string, except: readonly string[]): Promise<void>;

  /**
   * Fetches a sister app's file and keeps it as a file of `ownerId`, not attached yet. Never inside a write.
   * @param key the same key gives the same file, also when two calls race
   * @throws when the sister app can't be reached, or when the file waits or takes too long here: that says nothing against it
   */
  importFrom(source: SisterMedia, ownerId: string, key: string): Promise<MediaImport>;

  /** The absolute address of a file in one size; a video has only its own. Signed where the access is RESTRICTED. */
  urlOf(media: MediaFacts, size: MediaSize): string;

  /** Facts by id of whatever owner, batched; one per request. */
  loader(): DataLoader<string, MediaFacts | undefined>;
}
