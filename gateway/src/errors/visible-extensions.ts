/** What a client may read in an error's `extensions`; anything else stays inside. */
const VISIBLE = ['code', 'service', 'requestId'] as const;

/** The part of an error's extensions that a client may read. */
export function visibleExtensions(extensions: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    VISIBLE.filter((key) => extensions[key] !== undefined).map((key) => [key, extensions[key]]),
  );
}
