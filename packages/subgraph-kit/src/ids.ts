import { V7Generator } from 'uuidv7';
import type { Clock } from './clock.ts';
import { type RandomUint32, secureRandom } from './random.ts';

/** Source of new ids: `<prefix>_` and 26 letters of lower-case Crockford base32. */
export interface Ids {
  /** An id that sorts by its time of creation (uuidv7), for rows. */
  next(prefix: string): string;
  /** An id that tells nothing, not even its age (128 random bits), for users. */
  random(prefix: string): string;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
// 128 bits in 26 digits leave two bits, so the first digit is at most 7.
const BODY = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Ids of the clock and the random source given; equal sources give equal ids, in the same order. */
export function createIds(parts: { clock: Clock; random?: RandomUint32 }): Ids {
  const { clock, random = secureRandom() } = parts;
  const generator = new V7Generator({ nextUint32: random });
  return {
    next: (prefix) => `${prefix}_${base32(generator.generateOrResetWithTs(clock.now().getTime()).bytes)}`,
    random: (prefix) => `${prefix}_${base32(randomBytes(random))}`,
  };
}

/** Whether `text` has the form of an id with this prefix; says nothing of its existence. */
export function isId(text: string, prefix: string): boolean {
  return text.startsWith(`${prefix}_`) && BODY.test(text.slice(prefix.length + 1));
}

function randomBytes(random: RandomUint32): Uint8Array {
  return new Uint8Array(Uint32Array.from({ length: 4 }, random).buffer);
}

function base32(bytes: Readonly<Uint8Array>): string {
  let text = '';
  let bits = 0;
  let bitCount = 2; // two leading zero bits fill 128 bits up to 26 digits of 5
  for (const byte of bytes) {
    bits = (bits << 8) | byte;
    bitCount += 8;
    while (bitCount >= 5) {
      bitCount -= 5;
      text += ALPHABET[(bits >> bitCount) & 31];
    }
    bits &= (1 << bitCount) - 1;
  }
  return text;
}
