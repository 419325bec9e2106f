const PLACEHOLDER = /\{\{\s*([\w.]+)\s*\}\}/g;

/** The names of the placeholders in a text: `{{SignIn.signIn.session.user.id}}` has what stands between the braces. */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))];
}

/** Puts values in the place of placeholders within the strings of a JSON text; those without a value stay. */
export function fillIn(json: string, values: Readonly<Record<string, string>>): string {
  return json.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : JSON.stringify(value).slice(1, -1);
  });
}

/** What an answer to the operation of that name has for the placeholders that are of it. */
export function valuesFor(placeholders: readonly string[], operation: string, data: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const placeholder of placeholders) {
    const [of, ...path] = placeholder.split('.');
    const value = of === operation ? valueAt(path, data) : undefined;
    if (typeof value === 'string') found[placeholder] = value;
  }
  return found;
}

function valueAt(path: readonly string[], data: unknown): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], data);
}
