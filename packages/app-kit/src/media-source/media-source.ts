import type { Media, MediaImport, MediaShape } from '../media/media.ts';

/** A file of this app by its id, or of a sister app by `service` and `grant`, with what it is said to be. */
export interface MediaSource extends MediaShape {
  readonly id: string;
  /** Null when the file is this app's own. */
  readonly service: string | null;
  readonly grant: string | null;
  readonly altText: string | null;
}

/**
 * Makes sure that a file is here, fetching it when it is a sister's. Never inside a write.
 * @param key the same key gives the same file
 */
export async function takeSource(
  media: Media,
  source: MediaSource,
  ownerId: string,
  key: string,
): Promise<MediaImport> {
  const { id, service, grant, altText } = source;
  if (service === null) return { ok: true, id };
  return media.importFrom({ service, id, grant: grant ?? '', altText }, ownerId, key);
}

/** What tells one source from another. Grants are signed anew for every try. */
export function sourceBody({ id, service, altText }: MediaSource): object {
  return { id, service, altText };
}
