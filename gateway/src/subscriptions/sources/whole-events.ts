import { CollectedBytes } from '@accounts-center/subgraph-kit';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const COLON = 0x3a;

export class EventTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`An event is larger than ${maxBytes} bytes.`);
    this.name = 'EventTooLarge';
  }
}

/**
 * Cuts a stream of server-sent events where events end. The parser of npm `graphql-sse` keeps all that it gets, without a bound,
 * until a chunk ends with a line.
 * @throws EventTooLarge when an event does not end within so many bytes
 */
export async function* wholeEvents(
  stream: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void> {
  const events = new EventEnds();
  let held = new CollectedBytes();
  for await (const { buffer, byteOffset, length } of stream) {
    const chunk = Buffer.from(buffer, byteOffset, length);
    const end = events.lastEndIn(chunk);
    if (end > 0) {
      held.add(chunk.subarray(0, end));
      yield held.bytes();
      held = new CollectedBytes();
    }
    if (end < length) held.add(chunk.subarray(end));
    if (held.sizeBytes > maxBytes) throw new EventTooLarge(maxBytes);
  }
}

/** Finds where events end: with an empty line. Comments between events, by which a stream is kept open, end with theirs. */
class EventEnds {
  #isLineStart = true;
  #isInEvent = false;
  #wasReturn = false;

  /** Behind the last end in the next chunk of the stream; 0 if there is none. */
  lastEndIn(chunk: Uint8Array): number {
    let end = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      const isSameLineEnd = byte === LINE_FEED && this.#wasReturn;
      this.#wasReturn = byte === CARRIAGE_RETURN;
      if (isSameLineEnd) continue;
      if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        if (this.#isLineStart) this.#isInEvent = false;
        if (!this.#isInEvent) end = at + 1;
        this.#isLineStart = true;
      } else if (this.#isLineStart) {
        this.#isLineStart = false;
        if (byte !== COLON) this.#isInEvent = true;
      }
    }
    return end;
  }
}
