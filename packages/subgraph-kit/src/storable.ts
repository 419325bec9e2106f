// PostgreSQL stores no NUL, and half a surrogate pair is no character.
const UNSTORABLE = /[\p{Cs}\0]/gu;

/** The text without what no database can keep. */
export function storable(text: string): string {
  return text.replace(UNSTORABLE, '');
}
