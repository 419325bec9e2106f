import { normalize } from '@accounts-center/subgraph-kit';
import { commonPasswords } from './common-passwords.ts';
import { plainUsername } from './username.ts';

const MIN_LENGTH = 10;
const MAX_LENGTH = 200;
// UTF-16 units of as many letters, six for each: more than any letter of any script is written with.
const MAX_UNITS = 6 * MAX_LENGTH;

/** Whether a text is short enough to be anybody's password; what is longer needs no further look. */
export function canBePassword(password: string): boolean {
  return password.length <= MAX_UNITS;
}

/** Whether a password may protect an account: 10 to 200 letters, not one repeated, no common one, not the username. */
export function isStrongPassword(password: string, username: string): boolean {
  if (!canBePassword(password)) return false;
  const letters = [...normalize(password, 'NFKC')];
  if (letters.length < MIN_LENGTH || letters.length > MAX_LENGTH) return false;
  const plain = letters.join('').toLowerCase();
  return new Set(letters).size > 1 && !commonPasswords.has(plain) && plain !== plainUsername(username);
}
