import { GraphQLError } from 'graphql';

const FIRST_BYTES = 64 * 1024;
/** What stands at many places is fetched once, and written at each: a small operation can make a large answer. */
const MAX_BYTES = 256 * 1024 * 1024;
/** What is kept for the next text, at most: large answers tend to come again. */
const KEPT_BYTES = 16 * 1024 * 1024;
/** From this length on, a call out of JavaScript costs less than the characters one by one. */
const LONG_TEXT = 96;
const LAST_ASCII = 0x7f;
/** UTF-8 takes at most so many bytes for a unit of UTF-16. */
const BYTES_OF_UNIT = 3;

/** Says that an answer takes too much memory. */
export function answerTooLarge(): GraphQLError {
  return new GraphQLError('The answer is too large: ask for less at a time.', {
    extensions: { code: 'ANSWER_TOO_LARGE' },
  });
}

/** One JSON text after the other, each grown as bytes: that leaves nothing for the garbage collector, as a growing string would. */
export class JsonBytes {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;
  readonly #maxBytes: number;

  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** How many bytes the text has so far. */
  get length(): number {
    return this.#length;
  }

  /** Begins a new text. */
  clear(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  /** Adds a text as it is; it has no lone surrogates. @throws GraphQLError when there is no more room, as all that adds */
  add(text: string): void {
    const { length } = text;
    const start = this.#length;
    this.#makeRoom(length * BYTES_OF_UNIT);
    if (length >= LONG_TEXT) {
      this.#addFrom(text, start);
      return;
    }
    const bytes = this.#bytes;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > LAST_ASCII) {
        this.#addFrom(text, start);
        return;
      }
      bytes[start + index] = code;
    }
    this.#length = start + length;
  }

  /** Adds once more what stands from one byte to another. */
  repeat(start: number, end: number): void {
    this.#makeRoom(end - start);
    this.#bytes.copyWithin(this.#length, start, end);
    this.#length += end - start;
  }

  /** The text so far, as bytes of its own. */
  copy(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  #addFrom(text: string, start: number): void {
    this.#length = start + this.#bytes.write(text, start, 'utf8');
  }

  #makeRoom(moreBytes: number): void {
    if (this.#length + moreBytes <= this.#bytes.length) return;
    if (this.#length + moreBytes > this.#maxBytes) {
      this.#bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
      this.clear();
      throw answerTooLarge();
    }
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + moreBytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
