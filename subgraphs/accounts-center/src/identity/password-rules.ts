import { commonPasswords } from './common-passwords.ts';

const MIN_LENGTH = 10;
const MAX_LENGTH = 200;

/** Whether a password may protect an account: 10 to 200 letters, not one repeated, no common one, not the username. */
export function isStrongPassword(password: string, username: string): boolean {
  const letters = [...password.normalize('NFKC')];
  if (letters.length < MIN_LENGTH || letters.length > MAX_LENGTH) return false;
  const plain = letters.join('').toLowerCase();
  return new Set(letters).size > 1 && !commonPasswords.has(plain) && plain !== username.normalize('NFKC').toLowerCase();
}
