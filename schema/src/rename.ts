import { type AppEntry, apps } from './registry.ts';

const placeholders = ['App(?![a-z])', '(?<![A-Za-z0-9_])app(?=[A-Z])'];
const familyNames = namesWithApp(apps);

/**
 * Puts an app's name in the place of `App` and `app`: `AppUser` → `FacebookUser`, `publishAppPost` →
 * `publishFacebookPost`, `appFeed` → `facebookFeed`, "an account in App" → "an account in Facebook".
 * Words that only begin alike (`Apple`, `application`, `apps`, the field `app`) stay.
 * @param text a name, or any text with names in it
 */
export function renameForApp(text: string, entry: AppEntry): string {
  const kept = [...familyNames, ...namesWithApp([entry])];
  return text.replace(new RegExp([...kept, ...placeholders].join('|'), 'g'), (word) => {
    if (word === 'App') return entry.type;
    return word === 'app' ? entry.field : word;
  });
}

/**
 * Renames the types and fields of a resolver map that was written against the template.
 * @param resolvers type name → field name → resolver; scalars and other values are passed on as they are
 */
export function renameResolversForApp(resolvers: object, entry: AppEntry): Record<string, unknown> {
  return renameKeys(resolvers, entry, (fields) =>
    isPlain(fields) ? renameKeys(fields, entry, (value) => value) : fields,
  );
}

// A family name that holds the word itself (WhatsApp) is no placeholder, so it is matched first and kept.
function namesWithApp(entries: readonly AppEntry[]): string[] {
  return entries.flatMap(({ type, field }) => [type, field]).filter((name) => name.includes('App'));
}

function renameKeys(map: object, entry: AppEntry, rename: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [renameForApp(key, entry), rename(value)]));
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
