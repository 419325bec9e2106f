const MAX_LENGTH = 200;
const NAME_AND_SUFFIX = /^([^.]+\.)+[^.\d][^.]*$/;

export type CheckedWebsite =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly code: 'NOT_A_WEBSITE' | 'TOO_LONG' };

/** Judges the address of a website, and returns it as browsers write it. A name and password in it would mislead readers. */
export function checkWebsite(text: string): CheckedWebsite {
  const url = parsed(text.trim());
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return { ok: false, code: 'NOT_A_WEBSITE' };
  if (url.username !== '' || url.password !== '' || !NAME_AND_SUFFIX.test(url.hostname))
    return { ok: false, code: 'NOT_A_WEBSITE' };
  return url.href.length > MAX_LENGTH ? { ok: false, code: 'TOO_LONG' } : { ok: true, address: url.href };
}

function parsed(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
