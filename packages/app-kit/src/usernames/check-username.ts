import { hasMoreLetters, lettersIn, normalize } from '@accounts-center/subgraph-kit';
import type { UsernameRules } from '../rules/rules.ts';
import { skeleton } from './look-alike.ts';
import { reservedWords } from './reserved-words.ts';

export type UsernameFault = 'TOO_SHORT' | 'TOO_LONG' | 'BAD_CHARACTERS' | 'LOOK_ALIKE' | 'RESERVED';

/** No username is longer in any app, in UTF-16 units: of a longer one nobody needs to be asked. */
export const MAX_USERNAME_UNITS = 200;

/** The form under which a username is unique: NFKC in lower case. */
export function normalizeUsername(username: string): string {
  return normalize(username, 'NFKC').toLowerCase();
}

/**
 * Judges a username by its form alone (PR4); whether somebody has it is another question.
 * @returns what is wrong with it, or undefined
 */
export function checkUsername(rules: UsernameRules, username: string): UsernameFault | undefined {
  if (username.length > MAX_USERNAME_UNITS || hasMoreLetters(username, rules.maxLength)) return 'TOO_LONG';
  if (lettersIn(username) < rules.minLength) return 'TOO_SHORT';
  const pattern = new RegExp(`^(?:${rules.pattern})$`, 'u');
  const normal = normalizeUsername(username);
  // A letter that NFKC changes (Ａ, ſ, the Kelvin sign) is another one in disguise.
  if (normalize(username, 'NFKC') !== username || !pattern.test(normal)) {
    return pattern.test(skeleton(username)) ? 'LOOK_ALIKE' : 'BAD_CHARACTERS';
  }
  return reservedWords.has(skeleton(normal).replace(/[^\p{L}\p{N}]/gu, '')) ? 'RESERVED' : undefined;
}
