import { lettersIn } from '../rules/letters.ts';
import type { UsernameRules } from '../rules/rules.ts';
import { skeleton } from './look-alike.ts';
import { reservedWords } from './reserved-words.ts';

export type UsernameFault = 'TOO_SHORT' | 'TOO_LONG' | 'BAD_CHARACTERS' | 'LOOK_ALIKE' | 'RESERVED';

/** The form under which a username is unique: NFKC in lower case. */
export function normalizeUsername(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}

/**
 * Judges a username by its form alone (PR4); whether somebody has it is another question.
 * @returns what is wrong with it, or undefined
 */
export function checkUsername(rules: UsernameRules, username: string): UsernameFault | undefined {
  const length = lettersIn(username);
  if (length < rules.minLength) return 'TOO_SHORT';
  if (length > rules.maxLength) return 'TOO_LONG';
  const pattern = new RegExp(`^(?:${rules.pattern})$`, 'u');
  const normal = normalizeUsername(username);
  // A letter that NFKC changes (Ａ, ſ, the Kelvin sign) is another one in disguise.
  if (username.normalize('NFKC') !== username || !pattern.test(normal)) {
    return pattern.test(skeleton(username)) ? 'LOOK_ALIKE' : 'BAD_CHARACTERS';
  }
  return reservedWords.has(skeleton(normal).replace(/[^\p{L}\p{N}]/gu, '')) ? 'RESERVED' : undefined;
}
