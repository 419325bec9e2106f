/** How long an answer may be kept, and by whom. */
export interface Freshness {
  readonly maxAgeSeconds: number;
  /** By the client alone: others would be told something else. */
  readonly isPrivate: boolean;
}

/** Those keep an answer from being used again without asking. */
const NEVER = /(^|,)\s*(no-store|no-cache|must-understand)\s*(=|,|$)/i;
const PRIVATE = /(^|,)\s*private\s*(=|,|$)/i;
const AGE = /(?:^|,)\s*(?:s-maxage|max-age)\s*=\s*"?(\d{1,9})"?\s*(?=,|$)/gi;

/**
 * Reads a `cache-control` header.
 * @returns `undefined` where the answer is not to be kept, or nothing is said of it
 */
export function readFreshness(cacheControl: string | undefined): Freshness | undefined {
  if (cacheControl === undefined || NEVER.test(cacheControl)) return undefined;
  const ages = [...cacheControl.matchAll(AGE)].map(([, seconds]) => Number(seconds));
  const maxAgeSeconds = Math.min(...ages);
  if (!Number.isFinite(maxAgeSeconds) || maxAgeSeconds === 0) return undefined;
  return { maxAgeSeconds, isPrivate: PRIVATE.test(cacheControl) };
}
