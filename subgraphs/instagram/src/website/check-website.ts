import type { CheckedDetail } from '@accounts-center/app-kit';

const MAX_LENGTH = 200;
const NAME_AND_SUFFIX = /^([^.]+\.)+[^.\d][^.]*$/;

/** A website, with the address as browsers write it. */
export interface Website {
  readonly address: string;
}

/** Judges the address of a website. A name and password in it would mislead readers. */
export function checkWebsite(text: string): CheckedDetail<Website, 'NOT_A_WEBSITE' | 'TOO_LONG'> {
  const url = parsed(text.trim());
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return { ok: false, code: 'NOT_A_WEBSITE' };
  if (url.username !== '' || url.password !== '' || !NAME_AND_SUFFIX.test(url.hostname))
    return { ok: false, code: 'NOT_A_WEBSITE' };
  return url.href.length > MAX_LENGTH ? { ok: false, code: 'TOO_LONG' } : { ok: true, value: { address: url.href } };
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
