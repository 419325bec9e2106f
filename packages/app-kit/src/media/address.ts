import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '@accounts-center/subgraph-kit';
import { type MediaFile, photoFiles } from './files.ts';
import type { MediaFacts, MediaSize } from './media.ts';

const LIFETIME_SECONDS = 60 * 60;

/** The query of a signed address. */
export interface AddressSignature {
  readonly expires: string;
  readonly signature: string;
}

export interface Addresses {
  /** The absolute address of a file in one size. Plain where everybody may load it, else signed for an hour. */
  of(media: MediaFacts, size: MediaSize): string;
  /** Whether an address was signed here for this file and has not ended. */
  isSigned(id: string, file: MediaFile, signature: AddressSignature): boolean;
}

/**
 * The addresses of one app's files, as the gateway serves them.
 * @param parts.publicUrl origin of the gateway
 * @param parts.mediaKey secret of this service alone
 */
export function createAddresses(parts: {
  service: string;
  publicUrl: string;
  mediaKey: string;
  clock: Clock;
}): Addresses {
  const { service, publicUrl, mediaKey, clock } = parts;
  const nowSeconds = (): number => Math.floor(clock.now().getTime() / 1000);
  const sign = (id: string, file: MediaFile, expires: string): string =>
    createHmac('sha256', mediaKey).update(`${id}/${file}?${expires}`).digest('base64url');

  return {
    of: (media, size) => {
      const file = media.kind === 'PHOTO' ? photoFiles[size] : media.mainFile;
      const address = `${publicUrl}/media/${service}/${media.id}/${file}`;
      if (media.access === 'PUBLIC') return address;
      const expires = String(nowSeconds() + LIFETIME_SECONDS);
      return `${address}?expires=${expires}&signature=${sign(media.id, file, expires)}`;
    },
    isSigned: (id, file, { expires, signature }) => {
      const given = Buffer.from(signature);
      const wanted = Buffer.from(sign(id, file, expires));
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return false;
      return nowSeconds() < Number(expires);
    },
  };
}
