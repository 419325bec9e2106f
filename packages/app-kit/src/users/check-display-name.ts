import { lettersIn } from '../rules/letters.ts';
import type { DisplayNameRules } from '../rules/rules.ts';

// Control characters, line breaks, half characters, and marks that turn the direction of the text around them.
const UNREADABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const READABLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Judges a display name (PR4). Returns what is wrong with it, or undefined. */
export function checkDisplayName(
  rules: DisplayNameRules,
  name: string,
): 'TOO_SHORT' | 'TOO_LONG' | 'BAD_CHARACTERS' | undefined {
  if (UNREADABLE.test(name)) return 'BAD_CHARACTERS';
  if (!READABLE.test(name)) return 'TOO_SHORT';
  return lettersIn(name) > rules.maxLength ? 'TOO_LONG' : undefined;
}
